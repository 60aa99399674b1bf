import { UserError } from '../../../domain/errors.ts';
import { writtenAs } from '../../../domain/incident/actor.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { type Presser, type Steering, whyNotSteer } from '../../../domain/mitigation/guard.ts';
import { MITIGATION_RUN_STATE_WORDS } from '../../../domain/mitigation/run-state-words.ts';
import type { MitigationSpec } from '../../../domain/playbook/schema.ts';
import { worded } from '../../../languages/worded.ts';
import type { MitigationRunRow } from '../../../storage/index.ts';
import { type Change, type Changing, changeIncident } from '../../incident/change-incident.ts';
import { acknowledgeByActing } from '../../paging/take-pages.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { occupiedByOther, refused } from '../guarded.ts';
import { whyHalted } from '../may-act.ts';
import { presserOf } from '../presser.ts';
import { endRun, note, setOff, takeBack, wakeForRun } from './begin-run.ts';
import { stopRun } from './halt-run.ts';
import { provedBy } from './proved-by.ts';
import { sayRun } from './run-message.ts';
import { titleOf } from './run-view.ts';

/** Somebody wants something of one run. */
export type RunChange = Change & { runId: number };

/** The second person agrees: what was planned begins, if nothing stands in its way by now. Never the same person twice. */
export async function approveMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, 'approve', async ({ stores, incident, now }, run) => {
    const refusal = await whyHalted(runtime, stores, run, incident);
    if (refusal) throw refused(runtime, refusal);
    return await setOff(runtime, stores, run, now, { approvedBy: writtenAs(change.actor) });
  });
}

/** Anybody in the workspace decides against a run that waits. */
export async function refuseMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(
    runtime,
    change,
    'refuse',
    async ({ stores, now }, run) => await stopRun(runtime, stores, run, now, writtenAs(change.actor)),
  );
}

/** Anybody in the workspace stops what was to begin, or what is being done: after the action that is under way nothing more is done, and what was is taken back. */
export async function stopMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(
    runtime,
    change,
    'stop',
    async ({ stores, now }, run) => await stopRun(runtime, stores, run, now, writtenAs(change.actor)),
  );
}

/** Takes a run back; a freeze does not hold up a person who asks for it all the same. */
export async function undoMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, 'undo', async ({ stores, now }, run) => {
    const title = titleOf(runtime, run.name);
    if (!run.plan.undo)
      throw new UserError(
        'not_undoable',
        worded(({ mitigationRuns }, language) => mitigationRuns.cannotBeUndone(pick(title, language))),
      );
    const later = (await stores.mitigationRuns.known(run.service, run.createdAt)).find(
      (one) => one.name === run.name && one.id > run.id && one.ranAt !== null && one.outcome !== 'undone' && !one.byHand,
    );
    if (later)
      throw new UserError(
        'overtaken',
        worded(({ mitigationRuns }, language) => mitigationRuns.ranAgainLaterUndoThat(pick(title, language), later.id)),
      );
    const other = await occupiedByOther(stores, run);
    if (other)
      throw new UserError(
        'busy',
        worded(({ mitigationRuns }, language) => mitigationRuns.isUnderWayAgainRun(pick(title, language), other.id)),
      );
    return await takeBack(runtime, stores, run, now, { by: writtenAs(change.actor), why: 'person' });
  });
}

/** What would have been taken back by itself stays; what was held half-way stays as it is. */
export async function keepMitigation(runtime: Runtime, change: RunChange): Promise<MitigationRunRow> {
  return await steer(runtime, change, 'keep', async ({ stores, now }, run) => {
    const kept = { keptBy: writtenAs(change.actor), expiresAt: null };
    const by = writtenAs(change.actor);
    if (run.state === 'held')
      return await endRun(runtime, stores, run, now, { ...kept, outcome: run.ranAt === null ? 'halted' : 'stays' }, by);
    if (run.provedAt !== null) return await endRun(runtime, stores, run, now, { ...kept, outcome: 'stays' }, by);
    const { after } = provedBy(runtime.playbook, run.name);
    const nextAt = new Date((run.ranAt ?? now).getTime() + after);
    const changed = await stores.mitigationRuns.change(run.id, { ...kept, nextAt });
    await note(runtime, stores, { run: changed, at: now, actor: by, what: 'mitigation.kept', detail: {} });
    await sayRun(stores, changed, now);
    return changed;
  });
}

interface Possible {
  states: readonly MitigationRunRow['state'][];
  /** Why not in any other. */
  otherwise: Bilingual;
}

const POSSIBLE: Record<Steering, Possible> = {
  approve: { states: ['waiting'], otherwise: worded(({ mitigationRuns }) => mitigationRuns.isNotWaitingForApproval) },
  refuse: { states: ['waiting'], otherwise: worded(({ mitigationRuns }) => mitigationRuns.isNotWaitingForApproval) },
  stop: {
    states: ['announced', 'waiting', 'executing'],
    otherwise: worded(({ mitigationRuns }) => mitigationRuns.cannotBeStoppedAnyMore),
  },
  undo: { states: ['running', 'held'], otherwise: worded(({ mitigationRuns }) => mitigationRuns.cannotBeUndoneNow) },
  keep: { states: ['running', 'held'], otherwise: worded(({ mitigationRuns }) => mitigationRuns.isNotRunningForALimitedTime) },
};

/** Ended, but still to be taken back. */
const UNDOABLE_ENDS: readonly MitigationRunRow['outcome'][] = ['stays', 'halted', 'undo-failed'];

/** Who does these has the incident. Whoever only stands in the way of a run, as every member may, does not. */
const ANSWERS: readonly Steering[] = ['approve', 'undo', 'keep'];

/** Of a mitigation that the playbook no longer has. */
const NO_GUARD: MitigationSpec['guard'] = { who: 'responder', secondWithin: 0, cooldown: 0, forbidden: [] };

async function steer(
  runtime: Runtime,
  change: RunChange,
  what: Steering,
  work: (changing: Changing, run: MitigationRunRow, presser: Presser) => Promise<MitigationRunRow>,
): Promise<MitigationRunRow> {
  const { runId } = await changeIncident(runtime, change, async (changing) => {
    const { stores, incident } = changing;
    await stores.mitigationRuns.lockAll();
    const run = await stores.mitigationRuns.lock(change.runId);
    if (run?.incidentId !== incident.id)
      throw new UserError(
        'no_such_run',
        worded(({ mitigationRuns }) => mitigationRuns.incidentHasNoMitigationRun(incident.id, change.runId)),
      );
    const guard = runtime.playbook.mitigations[run.name]?.guard ?? NO_GUARD;
    const presser = await presserOf(runtime, stores, { actor: change.actor, incident, guard });
    mustBePossible(runtime, run, what);
    const refusal = whyNotSteer(what, { guard }, presser, run.by);
    if (refusal) throw refused(runtime, refusal);
    const { id: runId } = await work(changing, run, presser);
    if (ANSWERS.includes(what)) await acknowledgeByActing(runtime, changing, { by: writtenAs(change.actor), how: 'mitigation' });
    return { runId };
  });
  const run = await runtime.storage.mitigationRuns.find(runId);
  if (!run) throw new Error(`Mitigation run ${runId} is gone.`);
  wakeForRun(runtime, run);
  return run;
}

function mustBePossible(runtime: Runtime, run: MitigationRunRow, what: Steering): void {
  const { states, otherwise } = POSSIBLE[what];
  if (states.includes(run.state) || (what === 'undo' && UNDOABLE_ENDS.includes(run.outcome))) return;
  const title = titleOf(runtime, run.name);
  throw new UserError(
    'wrong_state',
    worded(({ mitigationRuns }, language) =>
      mitigationRuns.it(pick(title, language), pick(otherwise, language), pick(MITIGATION_RUN_STATE_WORDS[run.state], language)),
    ),
  );
}
