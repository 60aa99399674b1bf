import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sentences are made to be shown: what decides something is a code with its data. */

const EACH = String.raw`\.(?:en|ko)\b(?!\()`;
const NAME = String.raw`[\w.?!\[\]']*(?:\([^()]*\))?[\w.?!]*`;
const READS = '(?:includes|startsWith|endsWith|indexOf|lastIndexOf|match|matchAll|search|split|localeCompare|replace|replaceAll)';
/** What says why, in our words or in a vendor's; it may be shortened. */
const SENTENCE = String.raw`(?:errorText|errorSaid|saidIn|plainWords|reasonWords)\([^()]*\)`;

/** Ways in which code reads what was made for people. */
const READERS: readonly RegExp[] = [
  // Compared: `reason.en === …`, `… !== text.ko`, `case reason.en`, `switch (reason.en)`.
  new RegExp(String.raw`${EACH}\)?\s*[!=]==?`),
  new RegExp(String.raw`[!=]==?\s*${NAME}${EACH}`),
  new RegExp(String.raw`(?:case |switch \()${NAME}${EACH}`),
  // Searched: `reason.en.includes(…)`, `/…/.test(reason.en)`, `known.has(reason.ko)`.
  new RegExp(String.raw`${EACH}\??\.${READS}\(`),
  new RegExp(String.raw`\.(?:test|exec|has|get|${READS})\([^()]*${EACH}`),
  // The words of an error or a refusal, searched as well.
  new RegExp(String.raw`\.said\b[^;=]*\.${READS}\(`),
  new RegExp(String.raw`\b(?:reason|advice|refusal|issue\.message)\??\.${READS}\(`),
  new RegExp(String.raw`${SENTENCE}\??\.(?!split|replace)${READS}\(`),
  new RegExp(String.raw`\.(?:test|exec|has|get|${READS})\(${SENTENCE}`),
  // A mention that is looked for in a text which is about to be shown.
  /&lt;@/,
];

/** Each line that compares words which are not ours. */
const ALLOWED: readonly (readonly [path: string, line: RegExp, why: string])[] = [
  ['integrations/executors/redis/redis-dial.ts', /WRONGTYPE/, "Redis's own word, which is the beginning of its message"],
];

function readersIn(path: string, source: string): string[] {
  return source.split('\n').flatMap((line, index) => {
    if (/^\s*(?:\*|\/\/|\/\*)/.test(line) || !READERS.some((reader) => reader.test(line))) return [];
    const isAllowed = ALLOWED.some(([where, what]) => join('src', where) === path && what.test(line));
    return isAllowed ? [] : [`${path}:${index + 1}: ${line.trim()}`];
  });
}

it('no source file reads a sentence', () => {
  const found = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    // What stood in older rows is read there for the last time.
    .filter((path) => !path.startsWith(join('storage', 'migrations')))
    .flatMap((path) => readersIn(join('src', path), readFileSync(join('src', path), 'utf8')));
  expect(found).toEqual([]);
});

it.each([
  'before.filter(({ reason }) => reason?.en === RECOVERED.en)',
  "if (row.reason.ko !== '비공개 장애입니다.') return;",
  'return known === deadline.reason?.en;',
  "if (reason.en.startsWith('Recovered')) again.push(row);",
  'if (/by <@(U[A-Z0-9]+)>/.test(text.en)) return;',
  'const by = PERSON.exec(refusal.text.en)?.[1];',
  'if (SENTENCES.has(row.reason.en)) return code;',
  'switch (row.reason.en) {',
  "if (errorText(error).includes('restricted_action')) return;",
  'const tag = TAG.exec(saidIn(problem.text, language));',
  "if (error.said.en.includes('Slack')) return;",
  "people.reduce((so, id) => so.replaceAll('&lt;@' + id, person(id)), line)",
])('finds who does: %s', (line) => {
  expect(readersIn('src/workflows/x.ts', line)).toHaveLength(1);
});

it.each([
  'return { en: said.en, ko: said.ko };',
  'return { en: [title.en, why.en].join(), ko: title.ko };',
  "if (reason.code === 'recovered') return;",
  ' * `reason.en === …` is what this comment speaks of.',
])('lets pass what only says: %s', (line) => {
  expect(readersIn('src/workflows/x.ts', line)).toEqual([]);
});

it('every exception is still needed', () => {
  for (const [path, line] of ALLOWED) {
    const lines = readFileSync(join('src', path), 'utf8').split('\n');
    expect({ path, needed: lines.some((one) => line.test(one) && READERS.some((reader) => reader.test(one))) }).toEqual({
      path,
      needed: true,
    });
  }
});
