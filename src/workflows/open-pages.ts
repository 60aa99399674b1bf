import { type EscalationStep, escalationSteps } from '../domain/escalation.ts';
import type { OncallLevel } from '../domain/views.ts';
import type { IncidentRow, Stores } from '../storage/index.ts';
import { resolveLevel } from './oncall.ts';
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
  const users = await askedFirst(runtime, stores, step.level);
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
  const { users } = await resolveLevel(runtime, level, runtime.clock.now(), stores);
  return users.map(({ slack }) => slack).find((user) => !paged.has(user));
}

/**
 * Who is paged when a level is: the person on call, or everybody of the operations team. A level that yields nobody (a gap in its schedule)
 * passes the page to the next one.
 */
export async function askedFirst(runtime: Runtime, stores: Stores, level: OncallLevel): Promise<string[]> {
  const found = await resolveLevel(runtime, level, runtime.clock.now(), stores);
  if (found.level !== level || found.users.length === 0)
    runtime.log.warn({ level, instead: found.users.length > 0 ? found.level : null }, 'Nobody is on call at a level that is paged.');
  const users = found.users.map(({ slack }) => slack);
  return found.level === 'operations' ? users : users.slice(0, 1);
}

/** The escalation step of a level: how often its pages are repeated. */
export function stepOf(runtime: Pick<Runtime, 'playbook'>, level: string): EscalationStep | undefined {
  return escalationSteps(runtime.playbook).find((step) => step.level === level);
}
