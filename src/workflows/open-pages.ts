import { type EscalationStep, escalationSteps } from '../domain/escalation.ts';
import type { OncallLevel } from '../domain/views.ts';
import type { IncidentRow, Stores } from '../storage/index.ts';
import { levelMembers } from './people.ts';
import type { Runtime } from './runtime/runtime.ts';

/** What a step's pages are called; a reopened incident starts its clock anew and so pages anew. */
export function stepCause(step: EscalationStep, incident: Pick<IncidentRow, 'clockStartedAt'>): string {
  return `${step.id}@${incident.clockStartedAt.getTime()}`;
}

/**
 * Writes down the pages of an escalation step: the person on call of its level, or everybody of the operations team. Returns the people.
 * A step whose pages are there already adds none.
 */
export async function openStepPages(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  step: EscalationStep,
  nextAt: Date,
): Promise<string[]> {
  const members = levelMembers(runtime, step.level);
  const users = step.level === 'operations' ? members : members.slice(0, 1);
  for (const user of users) {
    await stores.pages.add({
      incidentId: incident.id,
      level: step.level,
      userId: user,
      cause: stepCause(step, incident),
      askedBy: null,
      reason: null,
      repeatEveryMs: step.repeatEvery ?? null,
      repeatAtMost: step.repeatAtMost,
      createdAt: runtime.clock.now(),
      nextAt,
    });
  }
  await stores.pages.supersede(incident.id, users, stepCause(step, incident));
  return users;
}

/** The next person of a level who has not been paged in this incident yet, at whatever level. */
export async function nextPerson(runtime: Runtime, stores: Stores, incident: IncidentRow, level: OncallLevel): Promise<string | undefined> {
  const paged = new Set((await stores.pages.of(incident.id)).map((page) => page.userId));
  return levelMembers(runtime, level).find((user) => !paged.has(user));
}

/** The escalation step of a level: how often its pages are repeated. */
export function stepOf(runtime: Pick<Runtime, 'playbook'>, level: string): EscalationStep | undefined {
  return escalationSteps(runtime.playbook).find((step) => step.level === level);
}
