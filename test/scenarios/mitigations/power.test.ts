import { workspaceOf } from '../../../sandbox/people.ts';
import { memberHere } from '../../../src/domain/incident/actor.ts';
import { fingerprint } from '../../../src/domain/mitigation/plan.ts';
import { planMitigation } from '../../../src/workflows/mitigation/plan-mitigation.ts';
import { confirmMitigation } from '../../../src/workflows/mitigation/run/confirm-mitigation.ts';
import { withCanary } from '../../support/scenario/canary.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** met-K2: where power over production comes from, tried on the limit of the simulated service. Jisoo and Eunji are members whom no playbook names. */

const EUNJI = { name: 'eunji', realName: 'Eunji, whom no playbook names', id: 'U0EUNJI' };

/** The rate limit with such a guard, and an incident that somebody opened. */
async function guarded(guard: Record<string, unknown>, { by = 'minji' }: { by?: string } = {}): Promise<Scenario> {
  const s = await withCanary({ 'rate-limit': { guard } }, { slack: { users: [...workspaceOf(couponPlaybook()).users, EUNJI] } });
  await s.opens(by, 'sev1 Coupons late');
  return s;
}

/** What the form says when this person would run it; undefined when it was run. */
async function refusal(s: Scenario, by: string, id = 1): Promise<string | undefined> {
  await s.says(by, `mitigate #${id} rate-limit to=60`);
  const form = JSON.stringify(s.form(by).blocks);
  const why = /✕ It cannot be run: ([^"\\]*)/.exec(form)?.[1];
  if (why === undefined) await s.submits(by, {});
  // The missing button is not the guard.
  else await expect(confirms(s, by, id)).rejects.toMatchObject({ name: 'UserError', code: 'not_allowed' });
  const ran = (await s.app.runtime.storage.mitigationRuns.of(id)).some((run) => run.by === s.slack.users[by]);
  expect(ran).toBe(why === undefined);
  return why;
}

/** As if the form had been sent all the same. */
async function confirms(s: Scenario, by: string, incidentId: number): Promise<unknown> {
  const actor = memberHere(s.slack.users[by] ?? '');
  const wanted = { incidentId, name: 'rate-limit', chosen: { to: 60 }, actor };
  const { plan } = await planMitigation(s.app.runtime, wanted);
  const shown = plan ? fingerprint(plan) : '';
  return await confirmMitigation(s.app.runtime, { ...wanted, cause: { source: 'test', id: by }, shown, typed: undefined });
}

const assigned = (s: Scenario, id = 1) => s.expectPosted(`#${id}`, /the role (Commander|Operations|Scribe) of/);

describe('met-K2: power over production', () => {
  it('does not come from taking command oneself', async () => {
    const s = await guarded({ who: 'lead' });
    await s.says('jisoo', 'assign #1 commander');
    assigned(s);
    expect(await refusal(s, 'jisoo')).toMatch(
      /The leads of the playbook, and a commander whom somebody of the playbook or on call appointed/,
    );
    s.takeAll();
  });

  it('does not come from declaring the incident, nor from a role that somebody without it gave', async () => {
    const s = await guarded({ who: 'responder' }, { by: 'jisoo' });
    expect(await refusal(s, 'jisoo')).toMatch(/People named in the playbook/);
    await s.says('jisoo', 'assign #1 commander');
    await s.says('jisoo', 'assign #1 operations @eunji');
    await s.says('eunji', 'assign #1 scribe @jisoo');
    expect(await refusal(s, 'jisoo')).toMatch(/People named in the playbook/);
    expect(await refusal(s, 'eunji')).toMatch(/People named in the playbook/);
    expect(s.world.coupon.controls().issuesPerSecond).toBe(0);
    s.takeAll();
  });

  it('comes with a role that somebody who has it gave, also to who had taken it, and from them with the next', async () => {
    const s = await guarded({ who: 'lead' });
    await s.says('jisoo', 'assign #1 commander');
    assigned(s);
    await s.says('minji', 'assign #1 commander @jisoo');
    assigned(s);
    expect(await refusal(s, 'jisoo')).toBeUndefined();
    expect(s.world.coupon.controls().issuesPerSecond).toBe(60);
    await s.says('jisoo', 'assign #1 operations @eunji');
    assigned(s);
    await s.says('eunji', 'mitigate #1 undo 1');
    expect(s.world.coupon.controls().issuesPerSecond).toBe(0);
    s.takeAll();
  });

  it('ends with the role, also while a run that it began is on its way', async () => {
    const s = await guarded({ who: 'responder' });
    await s.says('minji', 'assign #1 operations @jisoo');
    assigned(s);
    await s.says('jisoo', 'mitigate redefine-lock-script', '#1');
    await s.submits('jisoo', {});
    s.expectPosted('#1', /Running step 3 of 6/);
    await s.says('minji', 'assign #1 operations @eunji');
    await s.advance('25s');
    expect(s.world.coupon.controls()).toMatchObject({ lockScript: 'lock', lockCandidate: null, lockCanary: 0 });
    expect(await s.app.runtime.storage.mitigationRuns.find(1)).toMatchObject({ outcome: 'undone', undoWhy: 'refused' });
    s.takeAll();
  });

  it('comes from being on call, by an override too', async () => {
    const s = await guarded({ who: 'oncall' });
    expect(await refusal(s, 'jisoo')).toMatch(/on call now/);
    await s.says('minji', 'override @jisoo 2h');
    expect(await refusal(s, 'jisoo')).toBeUndefined();
    s.takeAll();
  });

  it('is not had by two people who appointed themselves, one to ask and one to approve', async () => {
    const s = await guarded({ who: 'everyone', second: 'responder' }, { by: 'jisoo' });
    await s.says('jisoo', 'assign #1 commander');
    await s.says('eunji', 'assign #1 operations');
    await s.says('jisoo', 'mitigate #1 rate-limit to=60');
    await s.submits('jisoo', {});
    const message = s.expectPosted('#1', /Waiting for approval/);
    await s.clicks('eunji', message, 'command.mitigate-approve.1');
    s.expectTold('eunji', /People named in the playbook/);
    expect(s.world.coupon.controls().issuesPerSecond).toBe(0);
    await s.clicks('junho', message, 'command.mitigate-approve.1');
    s.expectTold('junho', /You approved/);
    expect(s.world.coupon.controls().issuesPerSecond).toBe(60);
    s.takeAll();
  });

  it('lets whoever has none neither take back nor keep, but stop', async () => {
    const s = await guarded({ who: 'oncall' });
    await s.says('minji', 'mitigate #1 rate-limit to=60');
    await s.submits('minji', {});
    const message = s.expectPosted('#1', /Done/);
    for (const what of ['undo', 'keep'] as const) {
      await s.clicks('jisoo', message, `command.mitigate-${what}.1`);
      s.expectTold('jisoo', /may do this\. Ask one of them/);
    }
    // Keeping what would end by itself needs what running it needs.
    await s.clicks('junho', message, 'command.mitigate-keep.1');
    s.expectTold('junho', /on call now/);
    await s.clicks('junho', message, 'command.mitigate-undo.1');
    s.expectTold('junho', /is being undone/);
    expect(s.world.coupon.controls().issuesPerSecond).toBe(0);
  });

  it('`permissions: {assign: lead}` is not got round by opening an incident of one’s own', async () => {
    const s = await withCanary({}, { playbook: [...CALM.playbook, add('permissions.assign', 'lead')] });
    await s.opens('jisoo', 'sev3 My own');
    expect((await s.says('jisoo', 'assign #1 commander')).answer).toMatch(/while nobody commands, people named in the playbook/);
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({});
    await s.says('minji', 'assign #1 commander @jisoo');
    assigned(s);
    await s.says('jisoo', 'assign #1 scribe @yuna');
    assigned(s);
  });
});
