import type { Dial, DialValue } from '../../../src/domain/mitigation/targets.ts';
import { mitigationSchema } from '../../../src/domain/playbook/mitigation-schema.ts';
import { tuneDb } from '../../../src/workflows/mitigation/kinds/tune-db.ts';
import { NOTHING_WRITTEN } from '../../../src/workflows/mitigation/nothing-written.ts';

const WORDS = { en: 'It', ko: '그것' };

/** What is planned for a setting that has this value. */
async function planned(is: DialValue, spec: Record<string, unknown>, chosen: Record<string, DialValue> = {}) {
  const read = mitigationSchema.parse({ title: WORDS, rows: [], effect: WORDS, ...spec });
  const dial: Dial = {
    where: 'the setting',
    read: async () => ({ value: is }),
    rehearse: async () => {},
    write: async () => {},
    byHand: () => 'ALTER …',
  };
  const runtime = { storage: NOTHING_WRITTEN, playbook: { service: { key: 'coupon' }, mitigating: { timeout: 1_000 } } };
  const context = { runtime: runtime as never, name: 'tune-db', spec: read, settings: tuneDb.settings.parse(read.with), dials: [dial] };
  return await tuneDb.plan({ ...context, incidentId: undefined, chosen });
}

const OF_ROLE = { on: [{ postgres: { setting: 'statement_timeout', role: 'coupon' } }] };

it('offers what the playbook says, and says whom it reaches', async () => {
  const { changes, warnings, refusal } = await planned(null, { ...OF_ROLE, with: { value: 5_000 } });
  expect(changes).toMatchObject([{ from: { value: null }, to: 5_000, back: null, title: { en: 'statement_timeout of the role coupon' } }]);
  expect(warnings).toMatchObject([{ en: expect.stringMatching(/sessions that begin afterwards/) }]);
  expect(refusal).toBeUndefined();
});

it('offers the first choice that is not set', async () => {
  const limits = { choices: ['read committed', 'serializable'] };
  expect((await planned('read committed', { ...OF_ROLE, limits })).changes).toMatchObject([{ to: 'serializable' }]);
  await expect(planned(0, OF_ROLE)).rejects.toMatchObject({ code: 'no_default' });
});

it.each([
  ['5000', undefined],
  ['99', /outside of what the playbook allows/],
  ['2h', /plain number/],
  ['64MB', /plain number/],
])('a range of the playbook is passed by no unit: %s', async (to, expected) => {
  const { refusal } = await planned(0, { ...OF_ROLE, limits: { min: 100, max: 60_000 } }, { to });
  expect(refusal?.en).toEqual(expected === undefined ? undefined : expect.stringMatching(expected));
});
