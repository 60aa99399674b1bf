import { planDeadlines } from '../domain/deadlines.ts';
import { escalationSteps } from '../domain/escalation.ts';
import { nextUpdateAt } from '../domain/updates.ts';
import type { DeadlineRow, IncidentRow, Stores } from '../storage/index.ts';
import { openStepPages } from './open-pages.ts';
import type { Runtime } from './runtime/runtime.ts';

/** The deadline rows that start at detection, at recovery or when the cause is named, ready to be stored. */
export function deadlineRows(
  runtime: Runtime,
  incident: IncidentRow,
  from: 'detection' | 'recovery' | 'analysis',
  startedAt: Date,
): DeadlineRow[] {
  const { playbook } = runtime;
  const planned = planDeadlines(playbook, {
    from,
    startedAt,
    scenario: incident.scenario,
    isPrivate: incident.private,
  });
  return planned.map(({ waivedBecause, ...deadline }) => ({
    incidentId: incident.id,
    ...deadline,
    state: waivedBecause === null ? 'pending' : 'waived',
    settledAt: waivedBecause === null ? null : startedAt,
    reason: waivedBecause,
  }));
}

/** Wakes the watch for each moment at which one of these rows is due. */
export function wakeForDeadlines(runtime: Runtime, rows: readonly DeadlineRow[]): void {
  const moments = new Set(rows.filter((row) => row.state === 'pending').map((row) => row.dueAt.getTime()));
  for (const moment of moments) runtime.waker.wake('deadlines', new Date(moment));
}

/**
 * Starts the escalation clock at the incident's `clockStartedAt`: pages of steps that are due at once are written down (sent from
 * `firstPagesAt` on), the rest waits for its age.
 */
export async function startEscalation(runtime: Runtime, stores: Stores, incident: IncidentRow, firstPagesAt: Date): Promise<void> {
  const steps = escalationSteps(runtime.playbook);
  const later = steps.findIndex((step) => step.at > 0);
  const first = later === -1 ? steps.length : later;
  for (const step of steps.slice(0, first)) await openStepPages(runtime, stores, incident, step, firstPagesAt);
  const next = steps[first];
  const nextAt = next ? new Date(incident.clockStartedAt.getTime() + next.at) : null;
  await stores.escalations.start(incident.id, first, nextAt);
  if (nextAt) runtime.waker.wake('escalations', nextAt);
  runtime.waker.wake('pages', firstPagesAt);
}

/** Starts the clock of the regular updates, if this incident is told to anybody outside. */
export async function startUpdates(runtime: Runtime, stores: Stores, incident: IncidentRow, now: Date): Promise<void> {
  const nextAt = nextUpdateAt(incident.detectedAt, runtime.playbook.updates.every[incident.severity], now);
  await stores.updates.start(incident.id, incident.private ? null : nextAt);
  if (!incident.private) runtime.waker.wake('updates', nextAt);
}

/** Looks for the cause from now on. */
export async function startDiagnosis(runtime: Runtime, stores: Stores, incident: IncidentRow, now: Date): Promise<void> {
  await stores.diagnoses.start(incident.id, now);
  runtime.waker.wake('diagnoses', now);
}
