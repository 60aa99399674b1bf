import type { MitigationRunRow } from '../../../src/storage/index.ts';
import { addAll, type Edit, remove, set } from '../../support/scenario/edit-playbook.ts';
import {
  BEGUN,
  FIRST_LEVEL_ONLY,
  LEISURELY,
  UNCHARTED,
  UNDIAGNOSED,
  UNREFRESHED,
  UNREPEATED,
} from '../../support/scenario/playbook-edits.ts';
import { type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

/**
 * Mitigations on the simulated service, by what people see: proven, taken back in time, run by themselves, stopped. The service's clock runs as fast as ours, and
 * nothing else happens by itself.
 */

/** A briefing is not read here, and looking at every number each minute is most of what hours of an incident cost. */
const quiet: readonly Edit[] = [
  UNREFRESHED,
  UNCHARTED,
  LEISURELY,
  BEGUN,
  ...UNREPEATED,
  ...FIRST_LEVEL_ONLY,
  set('updates.every', { sev1: '30d', sev2: '30d', sev3: '30d' }),
];

/** The same without diagnoses, for what does not depend on them. */
const undiagnosed = [...quiet, UNDIAGNOSED];

/** A time to live that can be waited for. */
const short = [...undiagnosed, set('mitigations.rate-limit.expires', '20m')];

/** The playbook with more said of one of its mitigations. */
function saying(name: string, more: Readonly<Record<string, unknown>>): ScenarioOptions {
  return { playbook: [...quiet, addAll(`mitigations.${name}`, more)] };
}

async function broken(s: Scenario, scenarioId: string, cause: string): Promise<void> {
  s.world.coupon.break(scenarioId, { cause });
  await s.advance('1m');
  await s.opens('minji', 'sev1 Coupons late');
}

/** Plans and confirms as `by`, and returns the message of the run. */
async function runs(s: Scenario, by: string, words: string, says = /Done/) {
  await s.says(by, `mitigate ${words}`, '#1');
  await s.submits(by, {});
  return s.expectPosted('#1', says);
}

async function run(s: Scenario, id = 1): Promise<MitigationRunRow> {
  const found = await s.app.runtime.storage.mitigationRuns.find(id);
  if (!found) throw new Error(`there is no run ${id}`);
  return found;
}

const dials = (s: Scenario) => s.world.coupon.controls();

describe('the proof', () => {
  it('says better with the numbers, keeps the rows, and is in the record when it is offered again', async () => {
    const s = await scenario({ playbook: quiet });
    await broken(s, 'S2', 'few-consumers');
    await s.advance('3m');
    const before = dials(s).consumers;
    const message = await runs(s, 'minji', 'scale-consumers');
    expect(dials(s).consumers).toBeGreaterThan(before);
    const rows = await s.app.runtime.storage.deadlines.of(1);
    expect(rows.find(({ rowId }) => rowId === 'I2')).toMatchObject({
      state: 'kept',
      reason: { code: 'mitigation', mitigation: 'scale-consumers' },
    });
    await s.advance('16m');
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'stays', verdict: 'better' });
    const text = s.textNow(message);
    expect(text).toMatch(/Improved\* .*it ran/);
    expect(text).toMatch(/Kafka lag: [\d,]+.* → \*[\d,]+.*\* ✓ better/);
    expect(text).toMatch(/not proof that this was the reason/);
    expect(JSON.stringify(s.current(message).blocks)).toMatch(/"type":"image","slack_file"/);
    expect((await s.says('minji', 'mitigate', '#1')).answer).toMatch(/Scale out the Kafka consumers[\s\S]*helped 1 of 1 time/);
    const kinds = (await s.app.runtime.storage.timeline.of(1)).map(({ kind }) => kind).filter((kind) => kind.startsWith('mitigation.'));
    expect(kinds).toEqual(['mitigation.begun', 'mitigation.executed', 'mitigation.verified', 'mitigation.ended.stays']);
    // V1, whatever was seen.
    const after = await s.app.runtime.storage.deadlines.of(1);
    expect(after.find(({ rowId }) => rowId === 'V1')).toMatchObject({ state: 'kept' });
    const audit = await s.app.runtime.storage.mitigationAudit.of(1);
    expect(audit.find(({ what }) => what.startsWith('do.'))?.detail.output).toMatch(/consumers/);
    s.takeAll();
  });

  it('says no change when it did not help, offers to take it back, and does so', async () => {
    const s = await scenario({ playbook: quiet });
    await broken(s, 'S5', 'gc-settings');
    // The first minute of it is worse than the rest: going down from there is not this one's doing.
    await s.advance('5m');
    const message = await runs(s, 'minji', 'offload-reads');
    expect(dials(s).replicaShare).toBeGreaterThan(0);
    await s.advance('16m');
    expect((await run(s)).verdict).not.toBe('better');
    expect(s.textNow(message)).toMatch(/No change\* since it ran|Worse\* since it ran/);
    await s.clicks('minji', message, 'command.mitigate-undo.1');
    s.expectTold('minji', /is being undone/);
    await s.settle();
    expect(dials(s).replicaShare).toBe(0);
    expect(await run(s)).toMatchObject({ outcome: 'undone', undoWhy: 'person' });
    s.takeAll();
  });

  it('offers what did not help here after what was not tried', async () => {
    // As for a cause of which the playbook does not say what helps.
    const s = await scenario({ playbook: [...quiet, remove('scenarios.S5.causes.gc-settings.mitigations')] });
    await broken(s, 'S5', 'gc-settings');
    await s.advance('5m');
    const offered = async () => {
      const { answer } = await s.says('minji', 'mitigate', '#1');
      return ['Restart the Kafka consumers', 'Tune GC and heap'].sort((one, other) => answer.lastIndexOf(one) - answer.lastIndexOf(other));
    };
    expect(await offered()).toEqual(['Restart the Kafka consumers', 'Tune GC and heap']);
    await runs(s, 'minji', 'restart-consumers');
    await s.advance('16m');
    expect((await run(s)).verdict).toMatch(/same|worse/);
    expect(await offered()).toEqual(['Tune GC and heap', 'Restart the Kafka consumers']);
    s.takeAll();
  });

  it('takes it back by itself where the playbook says so', async () => {
    const s = await scenario(saying('offload-reads', { undo: 'by-itself' }));
    await broken(s, 'S5', 'gc-settings');
    // The first minute of it is worse than the rest: going down from there is not this one's doing.
    await s.advance('5m');
    const message = await runs(s, 'minji', 'offload-reads');
    await s.advance('16m');
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'undone', undoBy: 'bongsu', undoWhy: 'no-help' });
    expect(dials(s).replicaShare).toBe(0);
    expect(s.textNow(message)).toMatch(/↩ Undone/);
    s.takeAll();
  });

  it('says when two ran in the same window that either may be what helped', async () => {
    const s = await scenario({ playbook: quiet });
    await broken(s, 'S2', 'few-consumers');
    await s.advance('2m');
    const message = await runs(s, 'minji', 'scale-consumers');
    await runs(s, 'junho', 'rate-limit to=60', /Limit the issuing API[\s\S]*Done/);
    await s.advance('16m');
    expect((await run(s)).overlaps).toEqual(['rate-limit']);
    expect(s.textNow(message)).toMatch(/Limit the issuing API ran in the same window/);
    s.takeAll();
  });
});

describe('two people at once', () => {
  it('run it once, and the second is told who did', async () => {
    const s = await scenario({ playbook: undiagnosed });
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('minji', 'mitigate rate-limit to=60', '#1');
    await s.says('junho', 'mitigate rate-limit to=60', '#1');
    const views = [s.form('minji'), s.form('junho')];
    await Promise.all(views.map((view, index) => s.slack.submit({ by: index === 0 ? 'minji' : 'junho', viewId: view.id, values: {} })));
    await s.settle();
    s.expectPosted('#1', /Limit the issuing API/);
    const all = await s.app.runtime.storage.mitigationRuns.of(1);
    expect(all).toHaveLength(1);
    const other = all[0]?.by === s.slack.users.minji ? 'junho' : 'minji';
    // Whichever way they met: at the lock, or at the target that was no longer as the second had seen it.
    expect(JSON.stringify(s.form(other).blocks)).toMatch(/was first|moment ago|target changed|so already/);
  });
});

describe('a time to live', () => {
  it('is over: it is taken back by itself', async () => {
    const s = await scenario({ playbook: short });
    await s.opens('minji', 'sev1 Coupons late');
    const message = await runs(s, 'minji', 'rate-limit to=60');
    expect(dials(s).issuesPerSecond).toBe(60);
    await s.advance('19m');
    expect(dials(s).issuesPerSecond).toBe(60);
    await s.advance('2m');
    expect(dials(s).issuesPerSecond).toBe(0);
    expect(s.textNow(message)).toMatch(/its time was over/);
  });

  it('does not matter any more once somebody keeps it', async () => {
    const s = await scenario({ playbook: short });
    await s.opens('minji', 'sev1 Coupons late');
    const message = await runs(s, 'minji', 'rate-limit to=60');
    await s.clicks('junho', message, 'command.mitigate-keep.1');
    s.expectTold('junho', /Limit the issuing API/);
    await s.advance('30m');
    expect(dials(s).issuesPerSecond).toBe(60);
    expect(await run(s)).toMatchObject({ outcome: 'stays', keptBy: s.slack.users.junho });
  });

  it('waits while everything is frozen, and a person can take it back meanwhile', async () => {
    const s = await scenario({ playbook: short });
    await s.opens('minji', 'sev1 Coupons late');
    const message = await runs(s, 'minji', 'rate-limit to=60');
    await s.says('minji', 'freeze');
    s.expectPosted('#1', /froze all mitigations/);
    await s.advance('25m');
    expect(dials(s).issuesPerSecond).toBe(60);
    await s.clicks('minji', message, 'command.mitigate-undo.1');
    s.expectTold('minji', /is being undone/);
    await s.settle();
    expect(dials(s).issuesPerSecond).toBe(0);
  });

  it('goes back to where the first of two began', async () => {
    const s = await scenario({ playbook: short });
    await s.opens('minji', 'sev1 Coupons late');
    await runs(s, 'minji', 'rate-limit to=90');
    await s.advance('5m');
    await runs(s, 'minji', 'rate-limit to=60', /60/);
    expect(await run(s, 1)).toMatchObject({ outcome: 'superseded' });
    await s.advance('25m');
    expect(dials(s).issuesPerSecond).toBe(0);
  });
});

describe('what runs by itself', () => {
  const AUTO = { scenarios: ['S2'], causes: ['few-consumers'], countdown: '60s' };

  it('is announced first, then run for what the diagnosis says, and proven', async () => {
    const s = await scenario(saying('scale-consumers', { auto: AUTO }));
    await broken(s, 'S2', 'few-consumers');
    const before = dials(s).consumers;
    await s.advance('35s');
    const message = s.expectPosted('#1', /Starts automatically/);
    expect(s.textNow(message)).toMatch(/because of: Too few consumer instances/);
    expect(dials(s).consumers).toBe(before);
    await s.advance('90s');
    expect(dials(s).consumers).toBeGreaterThan(before);
    await s.advance('16m');
    expect(await run(s)).toMatchObject({ by: 'bongsu', because: 'S2/few-consumers', verdict: 'better' });
    expect(await s.app.runtime.storage.mitigationRuns.of(1)).toHaveLength(1);
    s.takeAll();
  });

  it('is stopped by anybody who responds, and not tried again', async () => {
    const s = await scenario(saying('scale-consumers', { auto: AUTO }));
    await broken(s, 'S2', 'few-consumers');
    const before = dials(s).consumers;
    await s.advance('35s');
    const message = s.expectPosted('#1', /Starts automatically/);
    await s.clicks('yuna', message, 'command.mitigate-stop.1');
    s.expectTold('yuna', /stopped/i);
    await s.advance('10m');
    expect(dials(s).consumers).toBe(before);
    expect(await s.app.runtime.storage.mitigationRuns.of(1)).toMatchObject([{ outcome: 'stopped' }]);
    s.takeAll();
  });

  it('is not run when the diagnosis has changed its mind, or everything is frozen', async () => {
    const s = await scenario(saying('scale-consumers', { auto: { ...AUTO, countdown: '4m' } }));
    await broken(s, 'S2', 'few-consumers');
    const before = dials(s).consumers;
    await s.advance('35s');
    const message = s.expectPosted('#1', /Starts automatically/);
    await s.says('minji', 'diagnosis #1 is S2/slow-consumer');
    await s.advance('4m');
    expect(await run(s)).toMatchObject({ outcome: 'stopped', problem: { code: 'mind-changed' } });
    expect(s.textNow(message)).toMatch(/Never begun/);
    expect(dials(s).consumers).toBe(before);
    s.takeAll();
  });

  it('is not even announced without enough confidence, or for another cause', async () => {
    const s = await scenario(saying('scale-consumers', { auto: { ...AUTO, causes: ['few-partitions'] } }));
    await broken(s, 'S2', 'few-consumers');
    await s.advance('5m');
    expect(await s.app.runtime.storage.mitigationRuns.of(1)).toEqual([]);
    s.takeAll();
  });
});

describe('a second person', () => {
  it('who never comes: it lapses, and says so', async () => {
    const s = await scenario({ playbook: undiagnosed });
    await s.opens('minji', 'sev1 Coupons late');
    const message = await runs(s, 'minji', 'redefine-lock-script', /Waiting for approval/);
    await s.advance('11m');
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'stopped', problem: { code: 'lapsed' } });
    expect(s.textNow(message)).toMatch(/Nobody approved it in time/);
    expect(dials(s).lockScript).toBe('lock');
  });
});
