import { seededRandom } from '../../../sandbox/coupon/random.ts';
import type { App } from '../../../src/app.ts';
import { memberHere } from '../../../src/domain/incident/actor.ts';
import { fingerprint } from '../../../src/domain/mitigation/plan.ts';
import { freezeMitigations, unfreezeMitigations } from '../../../src/workflows/mitigation/freeze.ts';
import { planMitigation } from '../../../src/workflows/mitigation/plan-mitigation.ts';
import { confirmMitigation } from '../../../src/workflows/mitigation/run/confirm-mitigation.ts';
import { executionId, undoIdsOf } from '../../../src/workflows/mitigation/run/run-ids.ts';
import { approveMitigation, undoMitigation } from '../../../src/workflows/mitigation/run/steer-mitigation.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { withCanary } from '../../support/scenario/canary.ts';
import type { Scenario } from '../../support/scenario/scenario.ts';

/**
 * met-K1: presses against freezes, with three bots on one database that all carry runs out. A freeze comes at another moment of each run: while it is planned, recorded, checked, between
 * any two of its six actions, in the middle of one. Once it is acknowledged no action begins.
 */

const NAME = 'redefine-lock-script';
const QUICK = { with: { version: 'atomic', canary: 0.1 }, guard: { cooldown: '0s' } };
/** So many calls a run makes of its controls, from its plan to its end. */
const CALLS = 22;

const member = (s: Scenario, name: string) => memberHere(s.slack.users[name] ?? '');
const cause = (id: string) => ({ source: 'race', id });

async function threeBots(guard: Record<string, unknown> = {}): Promise<Scenario> {
  const s = await withCanary({ [NAME]: { ...QUICK, guard: { ...QUICK.guard, ...guard } } });
  await s.startBot();
  await s.startBot();
  await s.opens('minji', 'sev1 Coupons late');
  s.takeAll();
  return s;
}

/** As a person who looks at the plan and presses Run. */
async function presses({ runtime }: App, s: Scenario, id: string): Promise<number | undefined> {
  const wanted = { incidentId: 1, name: NAME, chosen: {}, actor: member(s, 'minji') };
  const { plan } = await planMitigation(runtime, wanted);
  if (!plan) return undefined;
  const confirmed = { ...wanted, cause: cause(id), shown: fingerprint(plan), typed: undefined };
  const outcome = await confirmMitigation(runtime, confirmed).catch(refused);
  return outcome && 'begun' in outcome ? outcome.begun.id : undefined;
}

/** A press that comes too late is refused in words; anything else is a fault. */
function refused(error: unknown): undefined {
  if (error instanceof Error && error.name === 'UserError') return undefined;
  throw error;
}

/** Resolves when the service has been called so often from now on. */
function calls(s: Scenario, count: number): Promise<void> {
  if (count === 0) return Promise.resolve();
  let left = count;
  return new Promise((resolve) => {
    const when = () => {
      left -= 1;
      if (left === 0) resolve();
      return false;
    };
    s.world.coupon.faults.inject({ call: '*', when, fault: { kind: 'slow', ms: 0 } });
  });
}

/** Every action of any run that had begun, with how often; without what a person takes back in spite of a freeze. */
async function begun({ runtime: { storage } }: App): Promise<string[]> {
  const found: string[] = [];
  for (const run of await storage.mitigationRuns.of(1)) {
    const undone = run.undoUnder === null ? await storage.steps.ofAll(undoIdsOf(run.id)) : [];
    const steps = [...(await storage.steps.of(executionId(run.id))), ...undone];
    for (const { runId, name, attempts } of steps) if (/^(do|undo)\./.test(name)) found.push(`${runId} ${name} ${attempts}`);
  }
  return found.sort();
}

/** Freezes, and looks whether anything begins once that is acknowledged. */
async function freezes(s: Scenario, bot: App, id: string): Promise<void> {
  const { runs = [] } = await freezeMitigations(bot.runtime, { cause: cause(`freeze-${id}`), actor: member(s, 'jisoo') });
  const [before, controls] = [await begun(bot), s.world.coupon.controls()];
  await s.settle();
  expect(await begun(bot)).toEqual(before);
  const sent = runs.filter((run) => run.sent).length;
  const { mitigationRuns, freezes: all } = bot.runtime.storage;
  const freeze = await all.current('coupon');
  const inSpite = (await mitigationRuns.of(1)).some(({ undoUnder }) => undoUnder !== null && undoUnder === freeze?.id);
  // What was with its target already may still show, and what somebody who saw the freeze takes back all the same; nothing else does.
  if (sent === 0 && !inSpite) expect(s.world.coupon.controls()).toEqual(controls);
  for (const run of await bot.runtime.storage.mitigationRuns.of(1)) expect(['ended', 'running', 'held', 'waiting']).toContain(run.state);
}

/** Back to where it began: nothing is frozen, and what was done or held is undone. */
async function mends(s: Scenario, bot: App, id: string): Promise<void> {
  s.world.coupon.faults.clear();
  await unfreezeMitigations(bot.runtime, { cause: cause(`unfreeze-${id}`), actor: member(s, 'dohyun') });
  for (const run of await bot.runtime.storage.mitigationRuns.of(1)) {
    if (run.state !== 'held' && run.state !== 'running') continue;
    await undoMitigation(bot.runtime, { cause: cause(`undo-${id}-${run.id}`), actor: member(s, 'minji'), incidentId: 1, runId: run.id });
  }
  await s.settle();
  expect(s.world.coupon.controls()).toMatchObject({ lockScript: 'lock', lockCandidate: null, lockCanary: 0 });
  s.takeAll();
}

/** One round of a race: somebody presses on one bot, and somebody freezes on another when the service has been called so often, or nothing happens any more. */
async function race(s: Scenario, round: number, count: number, press: (bot: App) => Promise<unknown>): Promise<void> {
  const bot = (index: number) => s.apps[(round + index) % s.apps.length] ?? s.app;
  const called = calls(s, count);
  const pressing = press(bot(0));
  await Promise.race([called, pressing.then(() => s.settle())]);
  await freezes(s, bot(1), `${round}`);
  await pressing;
  await mends(s, bot(2), `${round}`);
}

it('met-K1: of fifty presses against fifty freezes, none begins an action once the freeze is acknowledged', async () => {
  const s = await threeBots();
  const { fraction } = seededRandom(testSeed());
  let ran = 0;
  for (let round = 0; round < 50; round += 1) {
    const count = Math.floor(fraction() * CALLS);
    const press = async (bot: App) => {
      if (await presses(bot, s, `press-${round}`)) ran += 1;
    };
    await race(s, round, count, press);
  }
  // It was a race: either won now and then.
  expect(ran).toBeGreaterThan(5);
  expect(ran).toBeLessThanOrEqual(50);
}, 600_000);

it('met-K1: neither does an approval, nor a wish to take something back that came before the freeze', async () => {
  const s = await threeBots({ second: 'responder' });
  const { fraction } = seededRandom(testSeed());
  for (let round = 0; round < 10; round += 1) {
    const runId = await presses(s.app, s, `press-${round}`);
    if (runId === undefined) throw new Error('it was not asked for');
    const approve = (bot: App) =>
      approveMitigation(bot.runtime, { cause: cause(`approve-${round}`), actor: member(s, 'junho'), incidentId: 1, runId }).catch(refused);
    if (round % 2 === 0) await race(s, round, Math.floor(fraction() * CALLS), approve);
    else {
      await approve(s.app);
      await s.settle();
      const undo = (bot: App) =>
        undoMitigation(bot.runtime, { cause: cause(`undone-${round}`), actor: member(s, 'minji'), incidentId: 1, runId }).catch(refused);
      await race(s, round, Math.floor(fraction() * CALLS), undo);
    }
    const waiting = (await s.app.runtime.storage.mitigationRuns.of(1)).filter(({ state }) => state === 'waiting');
    for (const { id } of waiting)
      await approveMitigation(s.app.runtime, { cause: cause(`late-${id}`), actor: member(s, 'junho'), incidentId: 1, runId: id });
    await s.settle();
    for (const { id } of waiting)
      await undoMitigation(s.app.runtime, { cause: cause(`last-${id}`), actor: member(s, 'minji'), incidentId: 1, runId: id });
    await s.settle();
    s.takeAll();
  }
}, 600_000);
