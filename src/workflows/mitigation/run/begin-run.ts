import type { Outcome, Plan, UndoWhy } from '../../../domain/mitigation/plan.ts';
import type { MitigationRunProblem } from '../../../domain/mitigation/problem.ts';
import type { Event, EventData, EventKind } from '../../../domain/timeline/index.ts';
import type { World } from '../../../events/follower.ts';
import { happened } from '../../../events/happened.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../../storage/index.ts';
import { wakeBriefings } from '../../briefing/refresh-briefings.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { executionId, executionRun, undoId, undoRun } from './run-ids.ts';
import { sayRun } from './run-message.ts';

/** A run to be. */
export interface NewRun {
  name: string;
  plan: Plan;
  /** Slack user id, or `bongsu`. */
  by: string;
  /** The cause that speaks for it. */
  because?: string;
  /** The form from which it is begun. */
  viewId?: string | undefined;
}

interface Begun {
  stores: Stores;
  incident: IncidentRow;
  now: Date;
}

/** Writes a run down, in the transaction of whatever makes it, which holds the lock of all mitigations. */
export async function beginRun(
  runtime: World,
  { stores, incident, now }: Begun,
  wanted: NewRun & ({ state: 'executing' } | { state: 'waiting' | 'announced'; nextAt: Date }),
): Promise<MitigationRunRow> {
  const { name, plan, by, because, viewId, state } = wanted;
  const run = await stores.mitigationRuns.insert({
    service: runtime.playbook.service.key,
    incidentId: incident.id,
    name,
    scenario: incident.scenario,
    because: because ?? null,
    viewId: viewId ?? null,
    state,
    plan,
    by,
    createdAt: now,
    beganAt: state === 'executing' ? now : null,
    nextAt: 'nextAt' in wanted ? wanted.nextAt : null,
  });
  const what = ({ executing: 'mitigation.begun', waiting: 'mitigation.asked', announced: 'mitigation.announced' } as const)[state];
  await note(runtime, stores, { run, at: now, actor: by, what, detail: { changes: changesOf(run) }, audit: { plan } });
  if (state === 'executing') await setGoing(stores, run, now);
  await sayRun(stores, run, now);
  return run;
}

/** A run that waited begins. */
export async function setOff(
  runtime: World,
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  changes: Partial<MitigationRunRow> = {},
): Promise<MitigationRunRow> {
  const begun = await stores.mitigationRuns.change(run.id, { ...changes, state: 'executing', beganAt: now, nextAt: null });
  const actor = changes.approvedBy ?? 'bongsu';
  await note(runtime, stores, { run: begun, at: now, actor, what: 'mitigation.begun', detail: { changes: changesOf(begun) }, audit: {} });
  await setGoing(stores, begun, now);
  await sayRun(stores, begun, now);
  return begun;
}

async function setGoing(stores: Stores, run: MitigationRunRow, now: Date): Promise<void> {
  const when = { createdAt: now, nextAt: now };
  await stores.runs.insert(executionRun.row({ id: executionId(run.id), incidentId: run.incidentId, input: { run: run.id }, ...when }));
}

/** A run waits half-way until a person decides, or, with a wish to take it back, until it may be. */
export async function holdRun(
  runtime: World,
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  changes: Pick<Partial<MitigationRunRow>, 'problem' | 'undoBy' | 'undoWhy' | 'nextAt'>,
): Promise<MitigationRunRow> {
  const held = await stores.mitigationRuns.change(run.id, { nextAt: null, ...changes, state: 'held' });
  const detail = held.problem === null ? {} : { problem: held.problem };
  await note(runtime, stores, { run: held, at: now, actor: 'bongsu', what: 'mitigation.held', detail });
  await sayRun(stores, held, now);
  return held;
}

/** A run is taken back from now on. */
export async function takeBack(
  runtime: World,
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  { by, why, problem = null }: { by: string; why: UndoWhy; problem?: MitigationRunProblem | null },
): Promise<MitigationRunRow> {
  const undoing = await stores.mitigationRuns.change(run.id, {
    state: 'undoing',
    outcome: null,
    endedAt: null,
    nextAt: null,
    undoBy: by,
    undoWhy: why,
    undoUnder: why === 'person' ? ((await stores.freezes.current(run.service))?.id ?? null) : null,
    problem,
  });
  await note(runtime, stores, { run: undoing, at: now, actor: by, what: 'mitigation.undoing', detail: { why } });
  const when = { createdAt: now, nextAt: now };
  await stores.runs.insert(undoRun.row({ id: undoId(undoing), incidentId: run.incidentId, input: { run: run.id }, ...when }));
  await sayRun(stores, undoing, now);
  return undoing;
}

/** The end of a run. */
export async function endRun(
  runtime: World,
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  changes: Partial<MitigationRunRow> & { outcome: Outcome },
  actor = 'bongsu',
): Promise<MitigationRunRow> {
  const ended = await stores.mitigationRuns.change(run.id, { ...changes, state: 'ended', endedAt: now, nextAt: null });
  await note(runtime, stores, {
    run: ended,
    at: now,
    actor,
    what: `mitigation.ended.${changes.outcome}`,
    detail: { ...(ended.problem && { problem: ended.problem }) },
  });
  await sayRun(stores, ended, now);
  return ended;
}

/** One entry for the audit, and the event: who did what, with which plan. What kept a row of the process is the mitigation. */
export async function note<K extends MitigationEvent>(
  runtime: World,
  stores: Stores,
  { run, at, actor, what, detail, audit = detail }: Noted<K>,
): Promise<void> {
  const { id: runId, incidentId, name } = run;
  await stores.mitigationAudit.append({ runId, incidentId, at, actor, what: what.replace(/^mitigation\./, ''), detail: audit });
  const event = { kind: what, incidentId, at, actor, data: { mitigation: name, run: runId, ...detail } } as Event;
  await happened(runtime, stores, event, { reason: { code: 'mitigation', mitigation: name } });
}

type MitigationEvent = Extract<EventKind, `mitigation.${string}`>;

interface Noted<K extends MitigationEvent> {
  run: MitigationRunRow;
  at: Date;
  actor: string;
  what: K;
  detail: Omit<EventData<K>, 'mitigation' | 'run'>;
  /** Of the audit, where that tells more. */
  audit?: Record<string, unknown>;
}

/** What a plan changes, for the timeline; the audit has the whole plan. */
function changesOf({ plan }: MitigationRunRow): { where: string; from: unknown; to: unknown }[] {
  return plan.changes.map(({ where, from, to }) => ({ where, from: from.value, to }));
}

/** Wakes whoever goes on with a run, and whoever shows it, once this transaction is done. */
export function wakeForRun(runtime: Pick<Runtime, 'waker' | 'clock' | 'playbook'>, run: Pick<MitigationRunRow, 'nextAt'>): void {
  const { waker, clock } = runtime;
  waker.wake('outbox', clock.now());
  waker.wake('runs', clock.now());
  if (run.nextAt) waker.wake('mitigations', run.nextAt);
  wakeBriefings(runtime);
}
