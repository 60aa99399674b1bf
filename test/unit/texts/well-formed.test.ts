import fc from 'fast-check';
import { makeWellFormed, wellFormed, wellFormedData, wellFormedJson } from '../../../src/domain/text/well-formed.ts';

const anything = () => fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 40 });

it('met-K12: leaves no U+0000 and no half of a character in any text, and every other character where it is', () => {
  expect(wellFormed('a\0b\ud83d c\udd25 🔥')).toBe('ab\ufffd c\ufffd 🔥');
  fc.assert(
    fc.property(anything(), (text) => {
      const well = wellFormed(text);
      expect(well).not.toContain('\0');
      expect(Buffer.from(well).toString()).toBe(well);
      expect(wellFormed(well)).toBe(well);
    }),
  );
});

it('met-K12: cleans data wherever a text stands in it, in keys too, and leaves what is no plain data', () => {
  const at = new Date(0);
  expect(wellFormedData({ 'a\0': ['\0', { deep: '\ud800x' }], n: 1, at, none: null })).toEqual({
    a: ['', { deep: '\ufffdx' }],
    n: 1,
    at,
    none: null,
  });
  const body = { view: { values: [{ title: 'x\0y' }] } };
  const { values } = body.view;
  makeWellFormed(body);
  expect(values).toEqual([{ title: 'xy' }]);
});

it('met-K12: cleans JSON in which they stand as escapes, and changes no other text', () => {
  expect(JSON.parse(wellFormedJson(JSON.stringify({ 'a\0': '\0b\ud800' })))).toEqual({ a: 'b\ufffd' });
  // A backslash that somebody typed is one.
  for (const text of ['\\u0000', '{"a":"\\\\u0000"}', 'no JSON \\u0000 {', JSON.stringify('🔥')]) {
    expect(wellFormedJson(text)).toBe(text.startsWith('{') ? JSON.stringify(JSON.parse(text)) : text);
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      expect(JSON.parse(wellFormedJson(JSON.stringify(value)))).toEqual(wellFormedData(JSON.parse(JSON.stringify(value)))),
    ),
  );
});
