import type { Refusal } from '../../../domain/mitigation/guard.ts';
import type { UndoWhy } from '../../../domain/mitigation/plan.ts';
import type { MitigationRunProblem } from '../../../domain/mitigation/problem.ts';
import type { World } from '../../../events/follower.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../../storage/index.ts';
import { send } from '../../messages/chat-message.ts';
import { presentInIncident } from '../../messages/present-for.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { whyHalted, whyUndoHalted } from '../may-act.ts';
import { endRun, holdRun, note, takeBack, wakeForRun } from './begin-run.ts';
import { DOES, executionId } from './run-ids.ts';
import { sayRun } from './run-message.ts';
import { titleOf } from './run-view.ts';

/** While a run that is to be taken back waits for the end of a freeze, it is looked at again this often. */
export const LOOK_AGAIN_MS = 30_000;

/** Whether an action of a run had begun, whatever became of it. Under the lock of all mitigations the answer stays true. */
async function hasBegun(stores: Stores, runId: number): Promise<boolean> {
  return (await stores.steps.of(executionId(runId))).some(({ name }) => name.startsWith(DOES));
}

/**
 * Somebody wants a run not to go on. Where none of its actions has begun it ends here; otherwise whoever carries it out is woken, does nothing more, and takes back what was
 * done. The caller holds the lock of all mitigations.
 */
export async function stopRun(runtime: World, stores: Stores, run: MitigationRunRow, now: Date, by: string): Promise<MitigationRunRow> {
  const problem: MitigationRunProblem = { code: 'stopped', by };
  const ended = await endUnbegun(runtime, stores, run, now, problem, by);
  if (ended) return ended;
  if (run.stopBy !== null) return run;
  const stopping = await stores.mitigationRuns.change(run.id, { stopBy: by });
  await note(runtime, stores, { run: stopping, at: now, actor: by, what: 'mitigation.stop-asked', detail: {} });
  await sayRun(stores, stopping, now);
  return stopping;
}

/** Ends a run of which nothing has begun. Undefined: something may be under way; whoever carries it out looks at it at once. */
export async function endUnbegun(
  runtime: World,
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  problem: MitigationRunProblem,
  by: string,
): Promise<MitigationRunRow | undefined> {
  const mayBeUnderWay = run.state === 'executing' && (await hasBegun(stores, run.id));
  if (!mayBeUnderWay) return await endRun(runtime, stores, run, now, { outcome: 'stopped', problem }, by);
  await stores.runs.hasten(executionId(run.id), now);
  return undefined;
}

/** The incident is over: nothing begins for it any more, and what is half-way is taken back. The caller holds the incident's lock. */
export async function stopForIncident(runtime: World, stores: Stores, incident: IncidentRow, now: Date, by: string): Promise<void> {
  const waits = ({ state }: MitigationRunRow) => NOT_DONE.includes(state);
  if (!(await stores.mitigationRuns.of(incident.id)).some(waits)) return;
  await stores.mitigationRuns.lockAll();
  const problem = problemIn({ code: 'not-active', incident: incident.id, state: incident.state });
  for (const run of (await stores.mitigationRuns.of(incident.id)).filter(waits)) await endUnbegun(runtime, stores, run, now, problem, by);
}

const NOT_DONE: readonly MitigationRunRow['state'][] = ['waiting', 'announced', 'executing'];

/** What a refusal says, as the problem of a run. */
export function problemIn(refusal: Refusal): MitigationRunProblem {
  return { code: refusal.code, refusal, ...('by' in refusal && { by: refusal.by }) };
}

/**
 * A run that may not go on. With no action begun it ends there. What was done is taken back; where a freeze stands in the way of that too, it is held until somebody decides; and
 * what cannot be taken back is left so. The caller holds the locks.
 */
export async function settleHalted(
  runtime: World,
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  { problem, why, by }: { problem: MitigationRunProblem; why: UndoWhy; by: string },
): Promise<MitigationRunRow> {
  const begun = (await stores.steps.of(executionId(run.id))).filter(({ name }) => name.startsWith(DOES));
  const failed = why === 'failed';
  if (begun.length === 0) return await endRun(runtime, stores, run, now, { outcome: failed ? 'failed' : 'stopped', problem }, by);
  if (!run.plan.undo) {
    const isUntouched = failed && begun.every(({ status }) => status === 'failed');
    return await endRun(runtime, stores, run, now, { outcome: isUntouched ? 'failed' : 'halted', problem }, by);
  }
  const isFrozen = (await stores.freezes.current(run.service)) !== undefined;
  if (!isFrozen) return await takeBack(runtime, stores, run, now, { by, why, problem: TOLD.includes(why) ? problem : null });
  // What failed, or was stopped, is wanted back as soon as that may be; what only the freeze stopped is for people to decide.
  const wanted = why === 'refused' && problem.code === 'frozen' ? {} : { undoBy: by, undoWhy: why, nextAt: later(now) };
  return await holdRun(runtime, stores, run, now, { problem, ...wanted });
}

/** Reasons for taking back that people read about in the run's problem. */
const TOLD: readonly UndoWhy[] = ['failed', 'refused'];

/** What people read about why a run is taken back; null when nothing went wrong. */
export function toldOf({ undoWhy, problem }: Pick<MitigationRunRow, 'undoWhy' | 'problem'>): MitigationRunProblem | null {
  return undoWhy !== null && TOLD.includes(undoWhy) ? problem : null;
}

/** The worker was told that the next action must not begin. False: it may by now, and the run goes on. */
export async function haltRun(runtime: Runtime, { id, incidentId }: MitigationRunRow): Promise<boolean> {
  return await decide(runtime, { id, incidentId, state: 'executing' }, async (stores, run, incident, now) => {
    const why = await whyHalted(runtime, stores, run, incident);
    return why && (await settleHalted(runtime, stores, run, now, haltOf(run, why)));
  });
}

/** What a refusal makes of a run that is under way. */
export function haltOf(run: Pick<MitigationRunRow, 'stopBy'>, why: Refusal): { problem: MitigationRunProblem; why: UndoWhy; by: string } {
  const by = why.code === 'stopped' ? (run.stopBy ?? 'bongsu') : 'bongsu';
  return { problem: problemIn(why), why: UNDO_BECAUSE[why.code] ?? 'refused', by };
}

const UNDO_BECAUSE: Partial<Record<Refusal['code'], UndoWhy>> = { stopped: 'stopped', 'not-active': 'over' };

/** The same for a run that is being taken back: it waits for the end of the freeze, or for a person. */
export async function haltUndo(runtime: Runtime, { id, incidentId }: MitigationRunRow): Promise<boolean> {
  return await decide(runtime, { id, incidentId, state: 'undoing' }, async (stores, run, _incident, now) => {
    const why = await whyUndoHalted(stores, run);
    // What went wrong with the run itself, and what people can type, is worth more than what holds it up now.
    return why && (await holdRun(runtime, stores, run, now, { problem: toldOf(run) ?? problemIn(why), nextAt: later(now) }));
  });
}

/** It cannot be done: what may have been done is taken back, if anything was. */
export async function giveUp(runtime: Runtime, { id, incidentId }: MitigationRunRow, problem: MitigationRunProblem): Promise<void> {
  await decide(runtime, { id, incidentId, state: 'executing' }, async (stores, run, _incident, now) =>
    settleHalted(runtime, stores, run, now, { problem, why: 'failed', by: 'bongsu' }),
  );
}

function later(now: Date): Date {
  return new Date(now.getTime() + LOOK_AGAIN_MS);
}

/**
 * Decides about a run under its locks, if it still is in that state; whoever was told that it was still going is told how that ended. False: there was nothing to decide, and it
 * goes on.
 */
async function decide(
  runtime: Runtime,
  { id, incidentId, state }: Pick<MitigationRunRow, 'id' | 'incidentId' | 'state'>,
  work: (stores: Stores, run: MitigationRunRow, incident: IncidentRow, now: Date) => Promise<MitigationRunRow | undefined>,
): Promise<boolean> {
  const { storage, clock, playbook } = runtime;
  const settled = await storage.transaction(async (stores) => {
    const incident = await stores.incidents.lock(incidentId);
    await stores.mitigationRuns.lockAll();
    const run = await stores.mitigationRuns.lock(id);
    if (!incident || run?.state !== state) return true;
    const now = clock.now();
    const after = await work(stores, run, incident, now);
    if (!after) return false;
    await sayEnd(runtime, stores, after, now);
    await stores.incidents.touchBriefing(incidentId, now, playbook.briefing.editAtMostEvery);
    return after;
  });
  if (typeof settled === 'boolean') return settled;
  wakeForRun(runtime, settled);
  return true;
}

/** A freeze named this run as still going: how what was under way ended is said in the channel, once. */
export async function sayEnd(runtime: Runtime, stores: Stores, run: MitigationRunRow, now: Date): Promise<void> {
  if (run.freezeId === null) return;
  const incident = await stores.incidents.find(run.incidentId);
  if (!incident) return;
  await stores.mitigationRuns.nameIn(null, [run.id]);
  const { id, state, outcome } = run;
  await send(runtime, stores, {
    key: `freeze-end:${run.freezeId}:${id}`,
    incidentId: incident.id,
    lane: 'mitigation',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).frozenRunEnded({
      incident,
      id,
      title: titleOf(runtime, run.name),
      state,
      ...(outcome && { outcome }),
      now,
    }),
  });
}
