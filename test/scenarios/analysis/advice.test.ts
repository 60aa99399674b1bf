import { UNCHARTED, UNREFRESHED, UNREPEATED } from '../../support/scenario/playbook-edits.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** met newcomer 5: what is advised, and how much of it, follow the cause; and rows that were met before they began are kept. */

const quiet = [UNREFRESHED, UNCHARTED, ...UNREPEATED];

async function fewConsumers(): Promise<Scenario> {
  const s = await scenario({ playbook: quiet });
  s.world.coupon.break('S2', { cause: 'few-consumers' });
  await s.advance('1m');
  await s.opens('minji', 'sev1 Coupons late');
  await s.advance('3m');
  s.takeAll();
  return s;
}

it('met newcomer 5: offers as many consumers as are missing, scales out before it restarts, and misses no row that was met', async () => {
  const s = await fewConsumers();
  const { answer } = await s.says('minji', 'mitigate', '#1');
  expect(answer.indexOf('Scale out the Kafka consumers')).toBeLessThan(answer.indexOf('Restart the Kafka consumers'));
  await s.says('minji', 'mitigate scale-consumers', '#1');
  const form = JSON.stringify(s.form('minji').blocks);
  expect(form).toMatch(/Consumer instances: 6 → \*11\* instances/);
  expect(form).toMatch(/1 of the usual 6 consumers are at work: this makes up for the 5 that are missing/);
  await s.submits('minji', {});
  expect(s.world.coupon.controls().consumers).toBe(11);
  // F1 begins with the cause, and was met by then.
  await s.says('minji', 'diagnosis #1 is S2/few-consumers');
  const rows = await s.app.runtime.storage.deadlines.of(1);
  for (const id of ['I2', 'F1']) expect(rows.find(({ rowId }) => rowId === id)).toMatchObject({ state: 'kept' });
  await s.advance('20m');
  expect(
    s
      .takeAll()
      .map(({ text }) => text)
      .join('\n'),
  ).not.toMatch(/missed[^\n]*F1/);
});
