import type { Plan } from '../../domain/mitigation/plan.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../storage/index.ts';
import { wakeBriefings } from '../refresh-briefings.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { executionId, undoId } from './run-ids.ts';
import { sayRun } from './run-message.ts';

/** A run to be. */
export interface NewRun {
  name: string;
  plan: Plan;
  /** Slack user id, or `bongsu`. */
  by: string;
  /** The cause that speaks for it. */
  because?: string;
}

interface Begun {
  stores: Stores;
  incident: IncidentRow;
  now: Date;
}

/** Writes a run down, in the transaction of whatever makes it, which holds the lock of all mitigations. */
export async function beginRun(
  { stores, incident, now }: Begun,
  wanted: NewRun & ({ state: 'executing' } | { state: 'waiting' | 'announced'; nextAt: Date }),
): Promise<MitigationRunRow> {
  const { name, plan, by, because, state } = wanted;
  const run = await stores.mitigationRuns.insert({
    incidentId: incident.id,
    name,
    scenario: incident.scenario,
    because: because ?? null,
    state,
    plan,
    by,
    createdAt: now,
    beganAt: state === 'executing' ? now : null,
    nextAt: 'nextAt' in wanted ? wanted.nextAt : null,
  });
  const what = { executing: 'begun', waiting: 'asked', announced: 'announced' }[state];
  await note(stores, { run, at: now, actor: by, what, detail: { plan } });
  if (state === 'executing') await setGoing(stores, run, now);
  await sayRun(stores, run, now);
  return run;
}

/** A run that waited begins. */
export async function setOff(
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  changes: Partial<MitigationRunRow> = {},
): Promise<MitigationRunRow> {
  const begun = await stores.mitigationRuns.change(run.id, { ...changes, state: 'executing', beganAt: now, nextAt: null });
  await note(stores, { run: begun, at: now, actor: changes.approvedBy ?? 'bongsu', what: 'begun' });
  await setGoing(stores, begun, now);
  await sayRun(stores, begun, now);
  return begun;
}

async function setGoing(stores: Stores, run: MitigationRunRow, now: Date): Promise<void> {
  await stores.runs.insert({
    id: executionId(run.id),
    kind: 'mitigation',
    incidentId: run.incidentId,
    input: { run: run.id },
    createdAt: now,
    nextAt: now,
  });
}

/** A run is taken back from now on. */
export async function takeBack(
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  { by, why }: { by: string; why: NonNullable<MitigationRunRow['undoWhy']> },
): Promise<MitigationRunRow> {
  const undoing = await stores.mitigationRuns.change(run.id, {
    state: 'undoing',
    outcome: null,
    endedAt: null,
    nextAt: null,
    undoBy: by,
    undoWhy: why,
    ...(why !== 'failed' && { problem: null }),
  });
  await note(stores, { run: undoing, at: now, actor: by, what: 'undoing', detail: { why } });
  await stores.runs.insert({
    id: undoId(undoing),
    kind: 'mitigation-undo',
    incidentId: run.incidentId,
    input: { run: run.id },
    createdAt: now,
    nextAt: now,
  });
  await sayRun(stores, undoing, now);
  return undoing;
}

/** The end of a run. */
export async function endRun(
  stores: Stores,
  run: MitigationRunRow,
  now: Date,
  changes: Partial<MitigationRunRow> & Pick<MitigationRunRow, 'outcome'>,
  actor = 'bongsu',
): Promise<MitigationRunRow> {
  const ended = await stores.mitigationRuns.change(run.id, { ...changes, state: 'ended', endedAt: now, nextAt: null });
  await note(stores, {
    run: ended,
    at: now,
    actor,
    what: `ended.${ended.outcome}`,
    detail: { ...(ended.problem && { problem: ended.problem }) },
  });
  await sayRun(stores, ended, now);
  return ended;
}

/** One entry for the audit, and the same for the timeline: who did what, with which plan. */
export async function note(
  stores: Stores,
  { run, at, actor, what, detail = {} }: { run: MitigationRunRow; at: Date; actor: string; what: string; detail?: Record<string, unknown> },
): Promise<void> {
  const { id: runId, incidentId, name } = run;
  await stores.mitigationAudit.append({ runId, incidentId, at, actor, what, detail });
  const changes = run.plan.changes.map(({ where, from, to }) => ({ where, from: from.value, to }));
  await stores.timeline.append({
    incidentId,
    at,
    kind: `mitigation.${what}`,
    actor,
    data: {
      mitigation: name,
      run: runId,
      ...(what === 'begun' || what === 'asked' || what === 'announced' ? { changes } : withoutPlan(detail)),
    },
  });
}

function withoutPlan({ plan: _, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

/** Wakes whoever goes on with a run, and whoever shows it, once this transaction is done. */
export function wakeForRun(runtime: Pick<Runtime, 'waker' | 'clock' | 'playbook'>, run: Pick<MitigationRunRow, 'nextAt'>): void {
  const { waker, clock } = runtime;
  waker.wake('outbox', clock.now());
  waker.wake('runs', clock.now());
  if (run.nextAt) waker.wake('mitigations', run.nextAt);
  wakeBriefings(runtime);
}
