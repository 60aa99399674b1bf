import fc from 'fast-check';
import { parseOpen } from '../../src/commands/open.ts';
import { testSeed } from '../support/seed.ts';

fc.configureGlobal({ seed: testSeed() });

it.each([
  ['', { ask: true, isPrivate: false }],
  ['   ', { ask: true, isPrivate: false }],
  ['--private', { ask: true, isPrivate: true }],
  ['sev1', { ask: false, severity: 'sev1', isPrivate: false }],
  ['SEV2 Late', { ask: false, severity: 'sev2', title: 'Late', isPrivate: false }],
  ['Coupons  are\nlate', { ask: false, title: 'Coupons are late', isPrivate: false }],
  ['Late since sev1 began', { ask: false, title: 'Late since sev1 began', isPrivate: false }],
  ['sev4 is no severity', { ask: false, title: 'sev4 is no severity', isPrivate: false }],
  ['--since 20m sev3 Late --private', { ask: false, severity: 'sev3', title: 'Late', isPrivate: true, sinceMs: 1_200_000 }],
  ['Late —since 1h30m', { ask: false, title: 'Late', isPrivate: false, sinceMs: 5_400_000 }],
  ['쿠폰 발급 지연 –private', { ask: false, title: '쿠폰 발급 지연', isPrivate: true }],
])('reads %p', (words, args) => {
  expect(parseOpen(words)).toEqual(args);
});

it.each([
  ['Late --since', 'bad_since'],
  ['Late --since yesterday', 'bad_since'],
  ['Late --since -5m', 'bad_since'],
  ['Late --since 9000w', 'bad_since'],
  ['Late --hidden', 'unknown_option'],
])('refuses %p as %s', (words, code) => {
  expect(() => parseOpen(words)).toThrow(expect.objectContaining({ name: 'UserError', code }));
});

it('never breaks, and keeps every word that is not an option in its place', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom('sev1', 'SEV3', '--private', '—private', 'Late'),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const typed = words.join(' ');
      try {
        const { title = '', severity } = parseOpen(typed);
        const kept = typed.split(/\s+/).filter((it) => it && !/^(--|—|–)private$/.test(it));
        if (severity && kept[0]?.toLowerCase() === severity) kept.shift();
        expect(title).toBe(kept.join(' '));
      } catch (error) {
        expect(error).toMatchObject({ name: 'UserError' });
      }
    }),
  );
});
