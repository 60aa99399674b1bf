/** U+0000, which no column of Postgres takes. */
const NUL = '\0';
/** Half of a character alone; no UTF-8 has it. */
const HALVES = /\p{Surrogate}/gu;
/** In JSON both stand as escapes. */
const ESCAPED = /\\u(0000|d[89a-f])/i;

/** Text as every database and every program takes it: without U+0000, and U+FFFD for halves of characters. */
export function wellFormed(text: string): string {
  return (text.includes(NUL) ? text.replaceAll(NUL, '') : text).replace(HALVES, '\ufffd');
}

/** The same for every text in plain data, keys included. Not deeper than JSON may be nested by those who send it. */
export function wellFormedData<T>(value: T): T {
  if (typeof value === 'string') return wellFormed(value) as T;
  if (Array.isArray(value)) return value.map(wellFormedData) as T;
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [wellFormed(key), wellFormedData(each)])) as T;
}

/** JSON text that every database takes; the same text when it is well, or is no JSON. */
export function wellFormedJson(text: string): string {
  if (!ESCAPED.test(text)) return text;
  try {
    return JSON.stringify(wellFormedData(JSON.parse(text)));
  } catch {
    return text;
  }
}

/** The same data with every text of it made well-formed in place: for bodies whose parts others hold already. */
export function makeWellFormed(data: object): void {
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'string') (data as Record<string, unknown>)[key] = wellFormed(value);
    else if (typeof value === 'object' && value !== null) makeWellFormed(value);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    (prototype as { constructor?: { name?: string } }).constructor?.name === 'Object'
  );
}
