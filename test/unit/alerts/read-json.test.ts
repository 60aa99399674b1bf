import fc from 'fast-check';
import { type JsonBounds, type ReadJson, readJson } from '../../../src/domain/foreign/read-json.ts';

const WIDE: JsonBounds = { depth: 64, fields: 1_000, always: new Set(), items: 10_000, text: 1_000_000 };

/** Reads a text whole, and counts the turns that others got meanwhile. */
function read(text: string | Uint8Array, bounds: Partial<JsonBounds> = {}): ReadJson & { pauses: number } {
  const reading = readJson(typeof text === 'string' ? new TextEncoder().encode(text) : text, { ...WIDE, ...bounds });
  for (let pauses = 0; ; pauses += 1) {
    const step = reading.next();
    if (step.done) return { ...step.value, pauses };
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Whole numbers that no double holds exactly are kept as they are written. */
const exact = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, inner) =>
    Number.isInteger(inner) && !Number.isSafeInteger(inner) && /^-?\d+$/.test(`${inner}`) ? `${inner}` : inner,
  );

it('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const { documents, problem, dropped, unclosed } = read(JSON.stringify(value, undefined, indent));
      expect([plain(documents), problem, dropped.size, unclosed.size]).toEqual([[exact(value)], undefined, 0, 0]);
    }),
  );
});

it('gives every whole item that stood before the text broke off, wherever that was', () => {
  const items = [{ a: 'é"\\x', n: [1, { b: null }] }, { a: 'zwei' }, { a: 3 }];
  const text = new TextEncoder().encode(JSON.stringify({ alerts: items, more: true }));
  for (let length = 1; length < text.length; length += 1) {
    const { documents, unclosed, problem } = read(text.subarray(0, length));
    expect(problem).toEqual({ code: 'unfinished' });
    const [body] = documents as { alerts?: object[] }[];
    const whole = Array.isArray(body?.alerts) ? body.alerts.filter((item) => !unclosed.has(item)) : [];
    expect(items.map(plain).slice(0, whole.length)).toEqual(whole.map(plain));
  }
});

it('says where it stops being JSON, and keeps what stood before', () => {
  const { documents, problem, unclosed } = read('{"alerts": [{"a": 1}, {"b": oops}, {"c": 3}]}');
  const [body] = documents as { alerts: object[] }[];
  expect(problem).toEqual({ code: 'not-json', at: 28 });
  expect(body?.alerts.map((item) => unclosed.has(item))).toEqual([false, true]);
  expect(read('up').problem).toEqual({ code: 'not-json', at: 0 });
  expect(read('').documents).toEqual([]);
});

it.each([
  ['a byte order mark', '\ufeff{"a":1}', [{ a: 1 }]],
  ['a comma too many', '{"a":[1,2,],}', [{ a: [1, 2] }]],
  ['a line break in a text', '{"a":"b\nc"}', [{ a: 'b\nc' }]],
  ['what Python writes for no number', '{"a":NaN,"b":-Infinity}', [{ a: null, b: null }]],
  ['one document on each line', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ['a number that no double holds', '{"id":12345678901234567890}', [{ id: '12345678901234567890' }]],
  ['halves of characters', '{"a":"\\ud800\\u0000"}', [{ a: '\ud800\0' }]],
])('is not put off by %s', (_, text, expected) => {
  const { documents, problem } = read(text);
  expect(documents.map((one) => ({ ...(one as object) }))).toEqual(expected);
  expect(problem).toBeUndefined();
});

it('keeps what everybody inherits as the fields that they are', () => {
  const [body] = read('{"__proto__": {"x": 1}, "constructor": 2}').documents as Record<string, unknown>[];
  expect(Object.keys(body as object)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(body)).toBeNull();
});

it('keeps no more than the bounds, counts the rest and finds what is wanted always', () => {
  const fields = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, n]));
  const bounds = { fields: 10, always: new Set(['severity']), items: 3, text: 8, depth: 4 };
  const { documents, dropped } = read(JSON.stringify({ labels: { ...fields, severity: 'critically' }, list: [1, 2, 3, 4, 5] }), bounds);
  const [body] = documents as { labels: Record<string, unknown>; list: number[] }[];
  expect(Object.keys(body?.labels ?? {})).toHaveLength(11);
  expect(body?.labels.severity).toBe('critical');
  expect(body?.list).toEqual([1, 2, 3]);
  expect([dropped.get(body?.labels as object), dropped.get(body?.list as object)]).toEqual([40, 2]);
  const deep = read(`${'['.repeat(100_000)}${']'.repeat(100_000)}`, bounds);
  expect([deep.problem, plain(deep.documents)]).toEqual([undefined, [[[[[null]]]]]]);
});

it('keeps no more documents than items of a list, and counts the rest', () => {
  for (const text of ['1,2,3,4,5', '{"a":1}\n{"a":[2]}\n{}\n{"a":{"b":3}}\n[]', '"a" "b" "c" "d" "e"']) {
    const { documents, dropped, problem } = read(text, { items: 3 });
    expect([documents.length, dropped.get(documents), problem]).toEqual([3, 2, undefined]);
  }
});

it('knows where the items of a list stand', () => {
  const text = '{"alerts": [ {"a": 1},{"b":2} ]}';
  const { documents, extents } = read(text);
  const [body] = documents as { alerts: object[] }[];
  expect(body?.alerts.map((item) => text.slice(...(extents.get(item) ?? [0, 0])))).toEqual(['{"a": 1}', '{"b":2}']);
});

it('lets others have a turn within each slice, whatever the text looks like', () => {
  const size = 600_000;
  const hostile = [
    `["${'x'.repeat(size)}"]`,
    `["${'\\"'.repeat(size / 2)}"]`,
    `["${'x'.repeat(size)}`,
    '['.repeat(size),
    '[],'.repeat(size / 3),
    '{"":'.repeat(size / 4),
    ' '.repeat(size),
    `[${'1,'.repeat(size / 2)}]`,
  ];
  for (const text of hostile) expect(read(text).pauses).toBeGreaterThanOrEqual(Math.floor(text.length / 65_536) - 2);
});
