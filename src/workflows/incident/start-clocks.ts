import { causeLies, planDeadlines } from '../../domain/deadlines/deadlines.ts';
import type { CauseName } from '../../domain/deadlines/reason.ts';
import { type EscalationStep, escalationSteps } from '../../domain/paging/escalation.ts';
import type { DeadlineSpec } from '../../domain/playbook/schema.ts';
import { nextUpdateAt, offerUpdateAt } from '../../domain/updates/next-update-at.ts';
import type { DeadlineRow, IncidentRow, Stores } from '../../storage/index.ts';
import { type Called, calledAt, openStepPages } from '../paging/levels.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The rows that start at detection, at recovery or when the cause is named, or that run all the time, ready to be stored. */
export function deadlineRows(
  { playbook }: Pick<Runtime, 'playbook'>,
  incident: Pick<IncidentRow, 'id' | 'scenario' | 'private'> & Partial<Pick<IncidentRow, 'severity'>>,
  from: DeadlineSpec['from'],
  startedAt: Date,
  cause?: CauseName,
): DeadlineRow[] {
  const { scenario, severity } = incident;
  const planned = planDeadlines(playbook, { from, startedAt, scenario, cause, isPrivate: incident.private, ...(severity && { severity }) });
  return planned.map(({ waived, ...deadline }) => ({
    incidentId: incident.id,
    ...deadline,
    state: waived === null ? 'pending' : 'waived',
    settledAt: waived === null ? null : startedAt,
    reason: waived,
  }));
}

/** The cause that a person named, as the rows go by it. */
export async function causeOf({ playbook }: Pick<Runtime, 'playbook'>, stores: Stores, incidentId: number): Promise<CauseName | undefined> {
  const { namedScenario = null, namedCause = null } = (await stores.diagnoses.of(incidentId)) ?? {};
  return namedScenario === null || namedCause === null ? undefined : causeLies(playbook, { scenario: namedScenario, cause: namedCause });
}

/** Wakes the watch for each moment at which one of these rows is due, or somebody is to be reminded of it. */
export function wakeForDeadlines(runtime: Runtime, rows: readonly DeadlineRow[]): void {
  const pending = rows.filter((row) => row.state === 'pending');
  const moments = (times: readonly (Date | null)[]) => new Set(times.flatMap((time) => (time === null ? [] : [time.getTime()])));
  for (const moment of moments(pending.map(({ dueAt }) => dueAt))) runtime.waker.wake('deadlines', new Date(moment));
  for (const moment of moments(pending.map(({ remindAt }) => remindAt))) runtime.waker.wake('reminders', new Date(moment));
}

/**
 * Starts the escalation clock at the incident's `clockStartedAt`: pages of steps that are due at once are written down (sent from
 * `firstPagesAt` on, for which the caller wakes), the rest waits for its age.
 */
export async function startEscalation(runtime: Runtime, stores: Stores, incident: IncidentRow, firstPagesAt: Date): Promise<void> {
  const steps = escalationSteps(runtime.playbook);
  const later = steps.findIndex((step) => step.at > 0);
  const first = later === -1 ? steps.length : later;
  const next = steps[first];
  const nextAt = next ? new Date(incident.clockStartedAt.getTime() + next.at) : null;
  // Asked before anything is changed, so that all changes leave together.
  const called = new Map<EscalationStep, Called>();
  for (const step of steps.slice(0, first)) called.set(step, await calledAt(runtime, stores, step.level));
  await stores.escalations.start(incident.id, first, nextAt);
  // Nobody has an incident whose clock has just started.
  for (const [step, people] of called) await openStepPages(runtime, stores, incident, step, { nextAt: firstPagesAt, called: people });
  if (nextAt) runtime.waker.wake('escalations', nextAt);
}

/** Starts the clock of the regular updates, if this incident is told to anybody outside. */
export async function startUpdates(runtime: Runtime, stores: Stores, incident: IncidentRow, now: Date): Promise<void> {
  const nextAt = nextUpdateAt(incident.detectedAt, runtime.playbook.updates.every[incident.severity], now);
  const offerAt = offerUpdateAt(nextAt, runtime.playbook.updates.draftBefore, now);
  await stores.updates.start(incident.id, incident.private ? null : nextAt, incident.private ? null : offerAt);
  if (!incident.private) runtime.waker.wake('updates', offerAt ?? nextAt);
}
