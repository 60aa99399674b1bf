import { say } from '../../support/scenario/canary.ts';
import { UNCHARTED, UNREFRESHED, UNREPEATED } from '../../support/scenario/playbook-edits.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** V1 of point 9: what people did themselves is judged by the same signals before and after as what Bongsu did. */

const quiet = [UNREFRESHED, UNCHARTED, ...UNREPEATED];
const row = async (s: Scenario, id: string) => (await s.app.runtime.storage.deadlines.of(1)).find(({ rowId }) => rowId === id);
const runs = async (s: Scenario) => await s.app.runtime.storage.mitigationRuns.of(1);

async function off(...names: string[]): Promise<Scenario> {
  const s = await scenario({ ...CALM, start: false });
  await say(s, Object.fromEntries(names.map((name) => [name, { enabled: false }])));
  await s.startBot();
  await s.opens('minji', 'sev1 Coupons late');
  return s;
}

it('V1: what somebody did by hand and keeps its row with is judged by response time, lag and pool, before and after', async () => {
  const s = await scenario({ playbook: quiet });
  s.world.coupon.break('S2', { cause: 'few-consumers' });
  await s.advance('1m');
  await s.opens('minji', 'sev1 Coupons late');
  await s.advance('3m');
  s.takeAll();
  s.world.coupon.turn({ consumers: 12 });
  await s.advance('1m');
  expect((await s.says('sora', 'keep I2 12 consumers, by kubectl', '#1')).answer).toMatch(/I2 of #1 is kept/);
  const message = s.expectPosted('#1', /✋ Done by hand at/);
  const shown = JSON.stringify(s.current(message).blocks);
  expect(shown).toMatch(/What was done: 12 consumers, by kubectl/);
  expect(shown).toMatch(/to be judged at/);
  expect(shown).not.toMatch(/command\.mitigate-(undo|keep|stop)\./);
  await s.advance('16m');
  const [run] = await runs(s);
  expect(run).toMatchObject({ byHand: true, state: 'ended', outcome: 'stays', verdict: 'better' });
  expect(run?.proof?.signals.map(({ key }) => key)).toEqual(expect.arrayContaining(['response_time_p95', 'kafka_lag', 'db_pool_used']));
  expect(s.textNow(message)).toMatch(/Improved\*[\s\S]*Kafka lag: [\d,]+.* → \*[\d,]+/);
  // The process' own row for it, and no track record: when exactly it was done, nobody knows.
  expect(await row(s, 'V1')).toMatchObject({ state: 'kept' });
  expect((await s.says('minji', 'mitigate', '#1')).answer).not.toMatch(/helped \d+ of/);
  s.takeAll();
});

it('V1: `mitigate done` names the mitigation, keeps its rows and says so once in the channel', async () => {
  const s = await off('rate-limit');
  const { answer } = await s.says('junho', 'mitigate done rate-limit 300/s at the <gateway>', '#1');
  expect(answer).toMatch(/Limit the issuing API \(#1\) was done by hand/);
  const message = s.expectPosted('#1', /Limit the issuing API[\s\S]*✋ Done by hand/);
  expect(JSON.stringify(s.current(message).blocks)).toMatch(/What was done: 300\/s at the &lt;gateway&gt;/);
  expect(await row(s, 'I1')).toMatchObject({ state: 'kept', reason: { code: 'mitigation', mitigation: 'rate-limit' } });
  expect((await s.says('junho', 'deadlines #1')).answer).toMatch(/✓ I1 .*\(Limit the issuing API\)/);
  expect(await runs(s)).toMatchObject([{ name: 'rate-limit', byHand: true, state: 'running', by: s.slack.users.junho }]);
  // It holds nothing up: what Bongsu does itself is guarded by what Bongsu did.
  await s.says('minji', 'mitigate restart-consumers', '#1');
  expect(s.form('minji').view.submit).toBeDefined();
  s.takeAll();
});

it('V1: what is turned off has a button that says so, once, after another question', async () => {
  const s = await off('rate-limit');
  await s.says('junho', 'mitigate', '#1');
  const list = s.slack.ephemerals('junho').at(-1);
  if (!list) throw new Error('there is no list');
  const shown = JSON.stringify(list.blocks);
  expect(shown).toMatch(/"action_id":"command\.mitigate-done\.rate-limit"[^}]*/);
  expect(shown).not.toMatch(/"action_id":"command\.mitigate\.rate-limit"/);
  expect(shown).toMatch(/Was it done by hand\?/);
  await s.clicks('junho', list, 'command.mitigate-done.rate-limit');
  s.expectTold('junho', /was done by hand/);
  s.expectPosted('#1', /✋ Done by hand/);
  expect(await row(s, 'I1')).toMatchObject({ state: 'kept' });
  s.expectNothingElse();
});

it('V1: a mitigation that failed offers to say that people did it', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate rate-limit to=60', '#1');
  // The plan is rehearsed before it is run, so that the first of these still answers.
  s.world.coupon.faults.inject({ call: 'PATCH /control/issuesPerSecond', fault: { kind: 'slow', ms: 1 }, times: 2 });
  s.world.coupon.faults.inject({ call: 'PATCH /control/issuesPerSecond', fault: { kind: 'http', status: 403 } });
  await s.submits('minji', {});
  const failed = s.expectPosted('#1', /Limit the issuing API[\s\S]*By hand:/);
  await s.clicks('minji', failed, 'command.mitigate-done.rate-limit');
  s.expectTold('minji', /was done by hand/);
  s.expectPosted('#1', /✋ Done by hand/);
  expect(await row(s, 'I1')).toMatchObject({ state: 'kept' });
  s.takeAll();
});

it('V1: says what there is for a name that is none, and nothing once the incident is over', async () => {
  const s = await off('rate-limit');
  expect((await s.says('junho', 'mitigate done I1', '#1')).answer).toMatch(/no mitigation "I1"; it is one of .*rate-limit/);
  await s.says('minji', 'resolve #1');
  s.takeAll();
  expect((await s.says('junho', 'mitigate done rate-limit', '#1')).answer).toMatch(/is over/);
  expect((await s.says('junho', 'keep P1 shown since noon', '#1')).answer).toBeDefined();
  expect(await runs(s)).toEqual([]);
});
