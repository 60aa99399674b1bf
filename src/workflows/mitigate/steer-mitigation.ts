import { UserError } from '../../domain/errors.ts';
import { type Presser, whyNotSecond } from '../../domain/mitigation/guard.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { RUN_STATE_WORDS } from '../../domain/state-words.ts';
import type { MitigationRunRow } from '../../storage/index.ts';
import { type Change, type Changing, changeIncident } from '../change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { endRun, note, setOff, takeBack, wakeForRun } from './begin-run.ts';
import { heldByOther, mustBeActive, refusalFor, refused } from './guarded.ts';
import { BY_ITSELF, presserOf } from './presser.ts';
import { sayRun } from './run-message.ts';
import { titleOf } from './run-view.ts';

/** Somebody wants something of one run. */
export type RunChange = Change & { runId: number };

/** The second person agrees: what was planned begins, if nothing stands in its way by now. Never the same person twice. */
export async function approveMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, async ({ stores, incident, now }, run, presser) => {
    await mustBe(runtime, run, ['waiting'], { en: 'waits for nobody', ko: '승인을 기다리지 않습니다' });
    mustBeActive(incident);
    const spec = runtime.playbook.mitigations[run.name];
    const notSecond = spec && whyNotSecond(spec, presser, run.by);
    if (notSecond) throw refused(notSecond);
    const refusal = await refusalFor(runtime, stores, { name: run.name, presser: BY_ITSELF, self: run.id });
    if (refusal) throw refused(refusal);
    return await setOff(stores, run, now, { approvedBy: change.actor.id });
  });
}

/** A responder, or whoever asked, decides against a run that waits. */
export async function refuseMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, async ({ stores, now }, run, presser) => {
    await mustBe(runtime, run, ['waiting'], { en: 'waits for nobody', ko: '승인을 기다리지 않습니다' });
    if (presser.id !== run.by) mustRespond(presser);
    return await stopped(stores, run, now, change.actor.id);
  });
}

/** Anybody who responds can stop what was to begin by itself. */
export async function stopMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, async ({ stores, now }, run, presser) => {
    await mustBe(runtime, run, ['announced', 'waiting'], { en: 'cannot be stopped any more', ko: '더는 멈출 수 없습니다' });
    if (presser.id !== run.by) mustRespond(presser);
    return await stopped(stores, run, now, change.actor.id);
  });
}

/** Takes a run back; whoever may run it may. A freeze does not hold a person up here: it stops what goes on, not what ends it. */
export async function undoMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, async ({ stores, now }, run, presser) => {
    const title = titleOf(runtime, run.name);
    const again = run.state === 'ended' && (run.outcome === 'stays' || run.outcome === 'undo-failed');
    if (!again) await mustBe(runtime, run, ['running'], { en: 'cannot be taken back now', ko: '지금은 되돌릴 수 없습니다' });
    if (!run.plan.undo)
      throw new UserError('not_undoable', { en: `${title.en} cannot be taken back.`, ko: `되돌릴 수 없는 조치입니다: ${title.ko}.` });
    mustRespond(presser);
    const later = (await stores.mitigationRuns.known(run.createdAt)).find(
      (one) => one.name === run.name && one.id > run.id && one.ranAt !== null && one.outcome !== 'undone',
    );
    if (later)
      throw new UserError('overtaken', {
        en: `${title.en} ran again later (#${later.id}): take that one back.`,
        ko: `그 뒤에 다시 실행되었습니다 (#${later.id}). 나중 것을 되돌려 주세요: ${title.ko}.`,
      });
    const other = await heldByOther(stores, run);
    if (other)
      throw new UserError('busy', {
        en: `${title.en} is under way again (run ${other.id}): wait until that is over.`,
        ko: `같은 조치가 다시 진행 중입니다 (실행 ${other.id}): ${title.ko}. 끝날 때까지 기다려 주세요.`,
      });
    return await takeBack(stores, run, now, { by: change.actor.id, why: 'person' });
  });
}

/** What would have been taken back by itself stays. */
export async function keepMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, async ({ stores, now }, run, presser) => {
    await mustBe(runtime, run, ['running'], { en: 'has nothing that ends by itself', ko: '저절로 끝날 것이 없습니다' });
    mustRespond(presser);
    const kept = { keptBy: change.actor.id, expiresAt: null };
    if (run.provedAt !== null) return await endRun(stores, run, now, { ...kept, outcome: 'stays' }, change.actor.id);
    const after = runtime.playbook.mitigations[run.name]?.verify.after ?? 0;
    const nextAt = new Date((run.ranAt ?? now).getTime() + after);
    const changed = await stores.mitigationRuns.change(run.id, { ...kept, nextAt });
    await note(stores, { run: changed, at: now, actor: change.actor.id, what: 'kept' });
    await sayRun(stores, changed, now);
    return changed;
  });
}

async function steer(
  runtime: Runtime,
  change: RunChange,
  work: (changing: Changing, run: MitigationRunRow, presser: Presser) => Promise<MitigationRunRow>,
): Promise<MitigationRunRow> {
  const { runId } = await changeIncident(runtime, change, async (changing) => {
    const { stores, incident } = changing;
    await stores.mitigationRuns.lockAll();
    const run = await stores.mitigationRuns.lock(change.runId);
    if (run?.incidentId !== incident.id)
      throw new UserError('no_such_run', {
        en: `Incident #${incident.id} has no mitigation run ${change.runId}. See \`mitigate\`.`,
        ko: `장애 #${incident.id} 조치에는 ${change.runId}번 실행이 없습니다. 목록: \`mitigate\`.`,
      });
    const spec = runtime.playbook.mitigations[run.name];
    const guard = spec?.guard ?? { who: 'responder' as const, secondWithin: 0, cooldown: 0, forbidden: [] };
    const presser = await presserOf(runtime, stores, { actor: change.actor, incident, guard });
    return { runId: (await work(changing, run, presser)).id };
  });
  const run = await runtime.storage.mitigationRuns.find(runId);
  if (!run) throw new Error(`Mitigation run ${runId} is gone.`);
  wakeForRun(runtime, run);
  return run;
}

async function stopped(stores: Changing['stores'], run: MitigationRunRow, now: Date, by: string): Promise<MitigationRunRow> {
  return await endRun(stores, run, now, { outcome: 'stopped', problem: { code: 'stopped', text: `<@${by}>` } }, by);
}

async function mustBe(
  runtime: Runtime,
  run: MitigationRunRow,
  states: readonly MitigationRunRow['state'][],
  otherwise: Bilingual,
): Promise<void> {
  if (states.includes(run.state)) return;
  const title = titleOf(runtime, run.name);
  throw new UserError('wrong_state', {
    en: `${title.en} ${otherwise.en}: it ${RUN_STATE_WORDS[run.state].en}.`,
    ko: `${title.ko}: ${otherwise.ko} (${RUN_STATE_WORDS[run.state].ko}).`,
  });
}

function mustRespond({ external, isResponder, isOncall }: Presser): void {
  if (external || !(isResponder || isOncall))
    throw new UserError('not_allowed', {
      en: 'Only responders may do this: people named in the playbook, the declarer, or whoever holds a role.',
      ko: '대응자만 할 수 있습니다: 플레이북에 있는 사람, 선언한 사람, 역할을 맡은 사람.',
    });
}
