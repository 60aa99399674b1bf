import fc from 'fast-check';
import { SEVERITIES } from '../../../src/domain/incident/states.ts';
import { type Choice, EVERYTHING, hears, mailAddress, scopeOf, type ToldAbout } from '../../../src/domain/subscribers/subscription.ts';

const KEYS = ['coupon', 'shop', 'batch'];
const some = <T>(values: readonly T[]) => fc.option(fc.subarray([...values]), { nil: null });
const choices: fc.Arbitrary<Choice> = fc.record({
  services: some(KEYS),
  components: some(['app', 'db']),
  severities: some(SEVERITIES),
  incidentId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
});
const told: fc.Arbitrary<ToldAbout> = fc.record({
  service: fc.constantFrom(...KEYS),
  components: fc.subarray(['app', 'db']),
  severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: null }),
  incidentId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
});

describe('who hears what', () => {
  it('is everything for whoever chose nothing', () => {
    fc.assert(fc.property(told, (about) => hears(EVERYTHING, about)));
  });

  it('is that incident alone for whoever follows one', () => {
    fc.assert(
      fc.property(choices, told, fc.integer({ min: 1, max: 3 }), (choice, about, incidentId) => {
        expect(hears({ ...choice, incidentId }, about)).toBe(about.incidentId === incidentId);
      }),
    );
  });

  it('is never what was not chosen, and always what was', () => {
    fc.assert(
      fc.property(choices, told, (choice, about) => {
        fc.pre(choice.incidentId === null);
        const refused = [
          choice.services !== null && !choice.services.some((one) => one === about.service),
          choice.severities !== null && about.severity !== null && !choice.severities.some((one) => one === about.severity),
          choice.components !== null && about.components.length > 0 && !about.components.some((one) => choice.components?.includes(one)),
        ];
        expect(hears(choice, about)).toBe(!refused.includes(true));
      }),
    );
  });

  it('only grows when a choice is lifted', () => {
    fc.assert(
      fc.property(choices, told, fc.constantFrom('services', 'components', 'severities'), (choice, about, lifted) => {
        expect(!hears(choice, about) || hears({ ...choice, [lifted]: null }, about)).toBe(true);
      }),
    );
  });

  it('is told apart by what is followed, in whatever order it was named', () => {
    expect(scopeOf({ services: ['b', 'a'], incidentId: null })).toBe(scopeOf({ services: ['a', 'b'], incidentId: null }));
    const scopes = [EVERYTHING, { services: ['a'], incidentId: null }, { services: null, incidentId: 7 }].map(scopeOf);
    expect(new Set(scopes).size).toBe(3);
  });
});

describe('a mail address', () => {
  it.each(['sua@example.com', 'Sua.Kim+status@Mail.Example.co.kr', ' sua@example.com '])('such as %j is kept in one form', (typed) => {
    expect(mailAddress(typed)).toBe(typed.trim().toLowerCase());
  });
  it.each([
    '',
    'sua',
    'sua@',
    '@example.com',
    'sua@example',
    'a@b.com, c@d.com',
    'a@b.com\r\nBcc: c@d.com',
    'Sua <sua@example.com>',
    'a@-b.com',
    `${'a'.repeat(250)}@b.com`,
    '"a b"@example.com',
  ])('is none in %j', (typed) => expect(mailAddress(typed)).toBeUndefined());
  it('never holds what could end a header', () => {
    fc.assert(fc.property(fc.string(), (typed) => !/[\s<>,;]/.test(mailAddress(`${typed}@example.com`) ?? '')));
  });
});
