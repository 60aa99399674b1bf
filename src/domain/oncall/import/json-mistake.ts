/** Where a text stops being JSON, by line and column from 1; undefined when it is JSON. Only asked after `JSON.parse` refused: its own words differ by version. */
export function jsonMistake(text: string): { line: number; column: number } | undefined {
  const at = offsetOf(text);
  if (at === undefined) return undefined;
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

const SPACE = /[ \t\r\n]*/y;
const TEXT = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BARE = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

type Wanted = 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end';

function offsetOf(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  const take = (form: RegExp): boolean => {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) at = form.lastIndex;
    return found !== null && found[0] !== '';
  };
  for (;;) {
    take(SPACE);
    if (wanted === 'comma or end' && open.length === 0) return at === text.length ? undefined : at;
    const letter = text[at];
    if (letter === undefined) return at;
    const closes = open.at(-1) === '{' ? '}' : ']';
    if (letter === closes && open.length > 0 && wanted.endsWith('end')) {
      open.pop();
      at += 1;
      wanted = 'comma or end';
    } else if (wanted === 'comma or end') {
      if (letter !== ',') return at;
      at += 1;
      wanted = open.at(-1) === '{' ? 'key' : 'value';
    } else if (wanted.startsWith('key')) {
      if (!take(TEXT)) return at;
      take(SPACE);
      if (text[at] !== ':') return at;
      at += 1;
      wanted = 'value';
    } else if (letter === '{' || letter === '[') {
      open.push(letter);
      at += 1;
      wanted = letter === '{' ? 'key or end' : 'value or end';
    } else {
      if (!take(TEXT) && !take(BARE)) return at;
      wanted = 'comma or end';
    }
  }
}
