import { ACTIONS } from '../../src/bot/presenters/ids.ts';
import { CALM, type Scenario, scenario } from '../support/scenario.ts';

/** What goes wrong around a mitigation, and what people can do about it then. */

async function status(s: Scenario): Promise<{ state: string; notices: unknown[] }> {
  await s.advance('2s');
  const response = await fetch(`${s.app.url}/status.json`);
  return (await response.json()) as { state: string; notices: unknown[] };
}

it('takes a public notice off /status when its run is taken back', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate delay-notice', '#1');
  await s.submits('minji', {});
  const message = s.expectPosted('#1', /Done/);
  expect(await status(s)).toMatchObject({ state: 'delayed' });
  await s.clicks('minji', message, ACTIONS.mitigationSteer('undo', 1));
  s.expectTold('minji', /is being taken back/);
  await s.settle();
  expect(await status(s)).toMatchObject({ state: 'ok', notices: [] });
  s.takeAll();
});
