import fc from 'fast-check';
import { cutToFit, type LengthManner, type LengthRule, lengthOf } from '../../../src/domain/social/length.ts';

/** How long each network says that a text is, by its own documentation, and how a text is cut to that. */

const MANNERS: readonly LengthManner[] = ['mastodon', 'x', 'graphemes'];
const FAMILY = '👨‍👩‍👧‍👦';
const LONG_LINK = `https://status.example.com/${'a'.repeat(200)}`;

describe('what X counts (twitter-text, configuration v3)', () => {
  it.each([
    ['Coupons are late.', 17],
    ['쿠폰', 4],
    // As it is written on a Mac: the same syllables.
    ['쿠폰'.normalize('NFD'), 4],
    ['カタ', 4],
    ['“ok” – it’s', 11],
    ['𝕏', 2],
    ['👍', 2],
    [FAMILY, 2],
    ['🇰🇷', 2],
    ['👍🏽👍🏽', 4],
    ['…', 2],
    ['https://example.com', 23],
    [LONG_LINK, 23],
    [`see ${LONG_LINK}, please`, 4 + 23 + 8],
    // Letters that are not Latin end a link there.
    ['https://example.com/a에서', 27],
    // No scheme: a link all the same.
    ['t.co', 23],
    ['@coupon@example.social', 22],
    ['', 0],
  ])('%j is %i', (text, length) => expect(lengthOf(text, 'x')).toBe(length));

  it('takes the larger count where it is not known whether a host is one', () => {
    const text = `https://status.corp-internal/${'a'.repeat(50)}`;
    expect(lengthOf(text, 'x')).toBe(text.length);
  });
});

describe('what Mastodon counts', () => {
  it.each([
    ['쿠폰 발급', 5],
    [FAMILY, 1],
    [LONG_LINK, 23],
    ['http://a.kr', 23],
    // The whole of it is the link there.
    ['https://example.com/공지', 23],
    [`(${LONG_LINK})`, 25],
    ['@coupon@example.social hi', 10],
    ['mail@example.com', 16],
    ['t.co', 4],
  ])('%j is %i', (text, length) => expect(lengthOf(text, 'mastodon')).toBe(length));
});

describe('a text that is too long', () => {
  const rule = (most: number, manner: LengthManner = 'mastodon'): LengthRule => ({ manner, most });

  it('is cut between words, in Korean too', () => {
    expect(cutToFit('Coupons are late and we are working on it.', rule(26), { language: 'en' })).toBe('Coupons are late and we…');
    expect(cutToFit('쿠폰 발급이 늦어지고 있습니다. 조치 중입니다.', rule(30, 'x'), { language: 'ko' })).toBe('쿠폰 발급이 늦어지고…');
  });

  it('keeps a link whole or leaves it out, and keeps the ellipsis out of it', () => {
    const text = `See https://status.example.com/incidents for more of it, and thank you for waiting.`;
    expect(cutToFit(text, rule(30), { language: 'en' })).toBe('See https://status.example.com/incidents …');
    expect(cutToFit(text, rule(24), { language: 'en' })).toBe('See…');
  });

  it('ends with what stands below it, whole, and without it where that leaves no words', () => {
    const tail = LONG_LINK;
    expect(cutToFit('Coupons are late.', rule(500), { language: 'en', tail })).toBe(`Coupons are late.\n${tail}`);
    expect(cutToFit('Coupons are late and we are working on it.', rule(46), { language: 'en', tail })).toBe(
      `Coupons are late and…\n${tail}`,
    );
    expect(cutToFit('Coupons are late.', rule(20), { language: 'en', tail })).toBe('Coupons are late.');
  });

  it('is cut inside of a word that is longer than all', () => {
    expect(cutToFit('가'.repeat(300), rule(280, 'x'), { language: 'ko' })).toBe(`${'가'.repeat(139)}…`);
  });

  const pieces = fc.constantFrom(
    'coupon ',
    '쿠폰이 ',
    '늦어집니다.',
    FAMILY,
    '👍🏽',
    '🇰🇷',
    'é'.normalize('NFD'),
    ' ',
    '\n',
    ', ',
    ' https://status.example.com/a/b?c=d ',
    ' http://x.kr ',
    ' https://host.internal/abc ',
    ' @ops@mastodon.example ',
    'example.com ',
    '쿠폰'.normalize('NFD'),
    '…',
    '(https://e.com/1)',
    '日本語',
  );
  const written = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

  it('never is longer than the rule, never splits a character or a link, and says nothing that was not written', () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 300 }), fc.constantFrom(...MANNERS), (text, most, manner) => {
        const cut = cutToFit(text, { manner, most }, { language: 'ko' });
        expect(lengthOf(cut, manner)).toBeLessThanOrEqual(most);
        const whole = text.normalize('NFC').trim();
        if (lengthOf(whole, manner) <= most) {
          expect(cut).toBe(whole);
          return;
        }
        const kept = cut.replace(/ ?…$/u, '');
        expect(whole.startsWith(kept)).toBe(true);
        const rest = whole.slice(kept.length);
        const ends = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(whole)].map(({ index }) => index);
        expect([...ends, whole.length]).toContain(kept.length);
        // Of a link that was begun nothing is missing.
        const open = /https?:\/\/[!-'*-~]*$/.exec(kept);
        if (open) expect(rest).not.toMatch(/^[a-z0-9/?=]/i);
      }),
      { numRuns: 600 },
    );
  });

  it('what fits is left as it is', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(...MANNERS), (text, manner) => {
        const whole = text.normalize('NFC').trim();
        expect(cutToFit(text, { manner, most: Math.max(1, lengthOf(whole, manner)) }, { language: 'en' })).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });
});
