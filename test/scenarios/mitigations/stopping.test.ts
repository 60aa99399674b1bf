import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MitigationRunRow } from '../../../src/storage/index.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { holdCall, withCanary } from '../../support/scenario/canary.ts';
import type { Scenario } from '../../support/scenario/scenario.ts';

/** Stopping is stronger than starting: freezes, stops and ends of incidents while a mitigation is on its way. */

async function run(s: Scenario, id = 1): Promise<MitigationRunRow> {
  const found = await s.app.runtime.storage.mitigationRuns.find(id);
  if (!found) throw new Error(`there is no run ${id}`);
  return found;
}

const script = (s: Scenario) => {
  const { lockScript, lockCandidate, lockCanary } = s.world.coupon.controls();
  return { lockScript, lockCandidate, lockCanary };
};
const CALM_SCRIPT = { lockScript: 'lock', lockCandidate: null, lockCanary: 0 };
const TRIED_SCRIPT = { lockScript: 'lock', lockCandidate: 'atomic', lockCanary: 0.1 };
const NEW_SCRIPT = { lockScript: 'atomic', lockCandidate: null, lockCanary: 0 };

/** An incident, and the new script on its canary. */
async function onItsWay(s: Scenario, by = 'minji') {
  await s.opens('minji', 'sev1 Coupons late');
  await s.says(by, 'mitigate redefine-lock-script', '#1');
  await s.submits(by, {});
  const message = s.expectPosted('#1', /Running step 3 of 6/);
  expect(script(s)).toEqual(TRIED_SCRIPT);
  return message;
}

it('met newcomer 9: lets a canary end by itself when nobody stops it, and shows that in the form from which it was begun', async () => {
  const s = await withCanary();
  const message = await onItsWay(s);
  const form = () => JSON.stringify(s.form('minji').blocks);
  expect(form()).toMatch(/\(#1\) is under way.*Running step 3 of 6.*Lock script in use: lock → \*atomic\*.*<#C/);
  await s.advance('25s');
  expect(script(s)).toEqual(NEW_SCRIPT);
  expect(s.textNow(message)).toMatch(/✓ Done/);
  expect(form()).toMatch(/✓ Done at/);
  // Whoever has read that has their form to themselves again.
  expect(await run(s)).toMatchObject({ viewId: null });
});

it('met newcomer 9: a form that was closed meanwhile is left alone', async () => {
  const s = await withCanary();
  await onItsWay(s);
  await s.slack.closeView({ by: 'minji', viewId: s.form('minji').id });
  await s.advance('25s');
  expect(script(s)).toEqual(NEW_SCRIPT);
  expect(await run(s)).toMatchObject({ viewId: null });
});

describe('met-K1: a freeze while a mitigation is on its way', () => {
  it('begins no further action, names the run, and holds it until somebody decides', async () => {
    const s = await withCanary();
    const message = await onItsWay(s);
    const { answer } = await s.says('junho', 'freeze it gets worse');
    expect(answer).toMatch(/Still going:\n• Redefine the lock's Lua script \(#1, run 1\): between two steps; it begins no other/);
    s.expectPosted('#1', /froze all mitigations.*Still going.*run 1/s);
    s.expectPosted('#1', /was half-way when everything was frozen: it is held/);
    await s.advance('5m');
    expect(script(s)).toEqual(TRIED_SCRIPT);
    expect(await run(s)).toMatchObject({ state: 'held', problem: { code: 'frozen', by: s.slack.users.junho } });
    expect(s.textNow(message)).toMatch(/⏸ Held half-way[\s\S]*2 of 6 steps were done[\s\S]*@U0JUNHO froze everything/);
    await s.clicks('minji', message, 'command.mitigate-undo.1');
    s.expectTold('minji', /is being undone/);
    expect(script(s)).toEqual(CALM_SCRIPT);
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'undone' });
    expect(s.textNow(message)).toMatch(/↩ Undone/);
  });

  it('lets what is held be kept as it is, and says at the end of the freeze what is held still', async () => {
    const s = await withCanary();
    const message = await onItsWay(s);
    await s.says('junho', 'freeze');
    s.takeAll();
    expect((await s.says('dohyun', 'unfreeze')).answer).toMatch(
      /Held half-way until somebody decides:\n• Redefine the lock's Lua script \(#1, run 1\)/,
    );
    s.expectPosted('#1', /Mitigations can run again.*Held half-way/s);
    await s.advance('5m');
    expect(script(s)).toEqual(TRIED_SCRIPT);
    expect((await s.says('minji', 'mitigate redefine-lock-script', '#1')).answer).toBe('');
    expect(JSON.stringify(s.form('minji').blocks)).toMatch(/Run 1 of it is held half-way: undo or keep that one first/);
    await s.clicks('minji', message, 'command.mitigate-keep.1');
    s.expectTold('minji', /stays/);
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'halted', keptBy: s.slack.users.minji });
    expect(script(s)).toEqual(TRIED_SCRIPT);
  });

  it('names an action that was sent already, and says in the channel how it ended', async () => {
    const s = await withCanary();
    await s.opens('minji', 'sev1 Coupons late');
    const held = holdCall(s, 'PATCH /control/lockCanary');
    await s.says('minji', 'mitigate redefine-lock-script', '#1');
    await s.slack.submit({ by: 'minji', viewId: s.form('minji').id, values: {} });
    await held.reached;
    const freeze = await s.slack.slash('junho', 'freeze', { channel: s.channelId('general') });
    expect(JSON.stringify(freeze)).toMatch(/run 1\): a step was sent already and cannot be called back; how it ends is said here/);
    held.release();
    await s.settle();
    expect(script(s)).toEqual(TRIED_SCRIPT);
    s.expectPosted('#1', /was half-way when everything was frozen: it is held/);
    expect((await run(s)).freezeId).toBeNull();
    await s.advance('5m');
    expect(script(s)).toEqual(TRIED_SCRIPT);
    s.takeAll();
  });

  it('holds what was being taken back by itself as well, and takes it back when the freeze is over', async () => {
    const s = await withCanary({ 'redefine-lock-script': { with: { version: 'atomic', canary: 0.1 }, guard: {}, expires: '10m' } });
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('minji', 'mitigate redefine-lock-script', '#1');
    await s.submits('minji', {});
    const message = s.expectPosted('#1', /Done/);
    const held = holdCall(s, 'PATCH /control/lockScript');
    const later = s.advance('10m');
    await held.reached;
    const freeze = await s.slack.slash('junho', 'freeze', { channel: s.channelId('general') });
    expect(JSON.stringify(freeze)).toMatch(/run 1\): a step was sent already/);
    held.release();
    await later;
    await s.advance('5m');
    expect(await run(s)).toMatchObject({ state: 'held', undoWhy: 'expired' });
    expect(s.textNow(message)).toMatch(/⏸ Held: it is undone when the freeze ends/);
    await s.says('dohyun', 'unfreeze');
    await s.advance('31s');
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'undone', undoWhy: 'expired' });
    expect(script(s)).toEqual(CALM_SCRIPT);
    s.takeAll();
  });
});

describe('met-K1: a run that was recorded while no worker was alive', () => {
  /** It is confirmed, but nobody carries it out: the only process takes what people type and no more. */
  async function recorded(): Promise<Scenario> {
    const s = await withCanary();
    await s.opens('minji', 'sev1 Coupons late');
    s.takeAll();
    await s.stopBot();
    await s.startBot({ roles: new Set(['bot', 'web']) });
    await s.slack.slash('minji', 'mitigate #1 redefine-lock-script');
    await eventually('the form shows the plan', () =>
      JSON.stringify(s.slack.views('minji').at(-1)?.blocks ?? []).includes('→') ? true : undefined,
    );
    await s.slack.submit({ by: 'minji', viewId: s.form('minji').id, values: {} });
    expect(await run(s)).toMatchObject({ state: 'executing' });
    return s;
  }

  it.each([
    ['freeze', 'junho', 'frozen'],
    ['mitigate #1 stop 1', 'junho', 'stopped'],
    ['cancel #1 a false alarm', 'minji', 'not-active'],
    ['resolve #1', 'minji', 'not-active'],
  ])('is not begun after `%s`, and says why', async (words, by, code) => {
    const s = await recorded();
    await s.slack.slash(by, words);
    await s.startBot();
    await s.settle();
    await s.advance('2m');
    expect(script(s)).toEqual(CALM_SCRIPT);
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'stopped', problem: { code } });
    expect(s.world.coupon.controlCalls.map(({ name }) => name)).not.toContain('PATCH /control/lockCandidate');
    s.takeAll();
  });

  it('is begun when nobody minds', async () => {
    const s = await recorded();
    await s.startBot();
    await s.settle();
    await s.advance('30s');
    expect(script(s)).toEqual(NEW_SCRIPT);
    s.takeAll();
  });

  it('is not begun when its target is not any more what was shown, however fresh the look was when it was recorded', async () => {
    const s = await recorded();
    s.world.coupon.turn({ lockScript: 'atomic' });
    await s.startBot();
    await s.settle();
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'failed' });
    expect(script(s)).toEqual({ ...CALM_SCRIPT, lockScript: 'atomic' });
    s.takeAll();
  });
});

describe('met-K1: stopping a run on its way', () => {
  it('is done by any member with a button, and what was done is taken back', async () => {
    const s = await withCanary();
    const message = await onItsWay(s);
    await s.clicks('jisoo', message, 'command.mitigate-stop.1');
    s.expectTold('jisoo', /is being stopped: the step that is under way ends, nothing more begins/);
    expect(script(s)).toEqual(CALM_SCRIPT);
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'undone', undoWhy: 'stopped', undoBy: s.slack.users.jisoo });
    expect(s.textNow(message)).toMatch(/↩ Undone[\s\S]*By @U0JISOO[\s\S]*somebody stopped it/);
    await s.advance('5m');
    expect(script(s)).toEqual(CALM_SCRIPT);
  });

  it('takes back its last action as well, when that was being done', async () => {
    const s = await withCanary();
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('minji', 'mitigate rate-limit to=60', '#1');
    // It is rehearsed twice before: for the plan that is run, and before its first action.
    const held = holdCall(s, 'PATCH /control/issuesPerSecond', { after: 2 });
    await s.slack.submit({ by: 'minji', viewId: s.form('minji').id, values: {} });
    await held.reached;
    await s.slack.slash('jisoo', 'mitigate #1 stop 1');
    held.release();
    await s.settle();
    expect(s.world.coupon.controls().issuesPerSecond).toBe(0);
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'undone', undoWhy: 'stopped' });
    s.takeAll();
  });

  it.each([
    ['cancel #1 a false alarm', 'cancelled'],
    ['resolve #1', 'resolved'],
  ])('also ends with its incident: `%s`', async (words, state) => {
    const s = await withCanary();
    await onItsWay(s);
    await s.says('minji', words);
    expect(await s.incident(1)).toMatchObject({ state });
    expect(script(s)).toEqual(CALM_SCRIPT);
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'undone', undoWhy: 'over', undoBy: 'bongsu' });
    s.takeAll();
  });

  it('follows from the guard as well: hours in which it may not run begin on the way', async () => {
    const s = await withCanary({
      'redefine-lock-script': {
        with: { version: 'atomic', canary: 0.1, canarySeconds: 20 },
        guard: { forbidden: [{ from: '14:04', to: '16:00', reason: { en: 'Lunch sale', ko: '점심 세일' } }] },
      },
    });
    await s.opens('minji', 'sev1 Coupons late');
    const held = holdCall(s, 'PATCH /control/lockCandidate');
    await s.says('minji', 'mitigate redefine-lock-script', '#1');
    await s.slack.submit({ by: 'minji', viewId: s.form('minji').id, values: {} });
    await held.reached;
    s.clock.moveTo(new Date('2026-03-03T05:04:10.000Z'));
    held.release();
    await s.settle();
    expect(script(s)).toEqual(CALM_SCRIPT);
    expect(await run(s)).toMatchObject({ outcome: 'undone', undoWhy: 'refused', problem: { code: 'forbidden-hours' } });
    const message = s.expectPosted('#1', /Redefine the lock/);
    expect(s.textNow(message)).toMatch(/Lunch sale/);
    s.takeAll();
  });

  it('leaves what cannot be taken back as far as it came', async () => {
    const file = join(process.env.TEST_RUN_DIR ?? '', `restarts-${randomUUID()}`);
    const mark = (name: string) => ({
      command: {
        read: ['/bin/sh', '-c', `cat ${file}.${name} 2>/dev/null || true`],
        set: [
          '/bin/sh',
          '-c',
          `echo > ${file}.${name}.begun; while [ -e ${file}.held ]; do sleep 0.02; done; printf %s "$1" > ${file}.${name}`,
          'sh',
          '{to}',
        ],
      },
    });
    const s = await withCanary({ 'restart-consumers': { on: [mark('one'), mark('two')] } });
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('minji', 'mitigate restart-consumers', '#1');
    await writeFile(`${file}.held`, '');
    await s.slack.submit({ by: 'minji', viewId: s.form('minji').id, values: {} });
    await eventually('the first restart is under way', () => existsSync(`${file}.one.begun`) || undefined);
    await s.slack.slash('jisoo', 'mitigate #1 stop 1');
    await rm(`${file}.held`);
    await s.settle();
    expect([existsSync(`${file}.one`), existsSync(`${file}.two`)]).toEqual([true, false]);
    expect(await run(s)).toMatchObject({ state: 'ended', outcome: 'halted', problem: { code: 'stopped', by: s.slack.users.jisoo } });
    const message = s.expectPosted('#1', /Restart the Kafka consumers/);
    expect(s.textNow(message)).toMatch(
      /■ Stopped half-way: what had been done stays[\s\S]*1 of 2 steps were done[\s\S]*@U0JISOO stopped it/,
    );
    s.takeAll();
  });
});

describe('met-K3: who may stop everything', () => {
  it('any full member may freeze, and only a lead lifts it', async () => {
    const s = await withCanary();
    await s.opens('minji', 'sev1 Coupons late');
    expect((await s.says('jisoo', 'freeze I see errors')).answer).toMatch(/@U0JISOO froze all mitigations/);
    s.expectPosted('#1', /froze all mitigations/);
    expect((await s.says('jisoo', 'unfreeze')).answer).toMatch(/Only leads may do this/);
    expect((await s.says('minji', 'unfreeze')).answer).toMatch(/Only leads may do this/);
    expect((await s.says('dohyun', 'unfreeze')).answer).toMatch(/can run again/);
    s.takeAll();
  });

  it('also while Slack does not say who they are', async () => {
    const s = await withCanary();
    const message = await onItsWay(s);
    s.slack.faults.inject({ call: 'users.info', fault: { kind: 'http', status: 503 } });
    await s.clicks('jisoo', message, 'command.mitigate-stop.1');
    s.expectTold('jisoo', /is being stopped/);
    // Every member may stop it; that is no answer to a page.
    const { acknowledgements } = s.app.runtime.storage;
    expect((await acknowledgements.of(1)).map(({ userId }) => userId)).not.toContain(s.slack.users.jisoo);
    expect((await s.says('jisoo', 'freeze')).answer).toMatch(/froze all mitigations/);
    expect(script(s)).toEqual(CALM_SCRIPT);
    s.slack.faults.clear();
    s.takeAll();
  });

  it('tells whoever may not see a private incident only that something of it is still going', async () => {
    const s = await withCanary();
    await s.opens('sora', 'sev2 Someone read customer data --private');
    const held = holdCall(s, 'PATCH /control/lockCandidate');
    await s.says('sora', 'mitigate redefine-lock-script', '#1');
    await s.slack.submit({ by: 'sora', viewId: s.form('sora').id, values: {} });
    await held.reached;
    const freeze = JSON.stringify(await s.slack.slash('junho', 'freeze'));
    expect(freeze).toMatch(/Redefine the lock's Lua script, in a private incident/);
    expect(freeze).not.toMatch(/#1|customer data/);
    held.release();
    await s.settle();
    s.takeAll();
  });
});
