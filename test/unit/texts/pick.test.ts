import fc from 'fast-check';
import { baseOf, pick } from '../../../src/domain/language/pick.ts';
import { completed, languageTag, text, writtenOf } from '../../../src/domain/language/text.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const tag = fc.constantFrom('en', 'ko', 'ja', 'de', 'pt-BR', 'pt', 'zh-Hant', 'zh');
const texts = fc
  .uniqueArray(fc.record({ tag, said: fc.string({ minLength: 1 }) }), { minLength: 1, selector: ({ tag }) => tag })
  .map((each) => Object.fromEntries(each.map(({ tag, said }) => [tag, said])));

describe('a text for a reader', () => {
  it('is one of those that are written, never a hole', () => {
    fc.assert(fc.property(texts, tag, tag, (written, reader, first) => Object.values(written).includes(pick(written, reader, first))));
  });

  it("is in the reader's language where that is written, else in the team's, else in the first", () => {
    fc.assert(
      fc.property(texts, tag, tag, (written, reader, first) => {
        const said = pick(written, reader, first);
        if (reader in written) return said === written[reader];
        const near = Object.keys(written).filter((each) => baseOf(each) === baseOf(reader));
        if (near.length > 0) return near.some((each) => written[each] === said);
        if (first in written) return said === written[first];
        const nearFirst = Object.keys(written).filter((each) => baseOf(each) === baseOf(first));
        return nearFirst.length > 0 ? nearFirst.some((each) => written[each] === said) : said === Object.values(written)[0];
      }),
    );
  });

  it('is the same after a database had it, which keeps no order', () => {
    fc.assert(
      fc.property(texts, fc.uniqueArray(tag), tag, (written, languages, first) => {
        const readable = completed(written, { first, languages });
        const stored = Object.fromEntries(Object.entries(readable).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)));
        return [...languages, 'en', 'ko'].every((reader) => pick(stored, reader) === pick(written, reader, first));
      }),
    );
  });
});

it('is read as it was written, plain or by language', () => {
  const plain = text.parse('Search');
  expect(plain).toEqual({ en: 'Search', ko: 'Search' });
  expect(writtenOf(plain)).toBe('Search');
  expect(text.parse({ ja: '検索' })).toEqual({ en: '検索', ko: '検索', ja: '検索' });
});

it.each([[{}], [''], [{ en: '' }], [{ eng: 'x' }], [{ english: 'x' }], [{ en: 'x', ko: '' }], [7]])('%j is no text', (value) => {
  expect(text.safeParse(value).success).toBe(false);
});

it.each([
  ['EN', 'is not how that language is written: write en'],
  ['pt-br', 'is not how that language is written: write pt-BR'],
  ['kor', 'is not how that language is written: write ko'],
  ['english', 'is not a language: write its tag, such as en, ko, ja or pt-BR'],
  ['xq', 'is not a language: write its tag, such as en, ko, ja or pt-BR'],
])('%s is no language tag', (tag, message) => {
  expect(languageTag.safeParse(tag).error?.issues[0]?.message).toBe(message);
});
