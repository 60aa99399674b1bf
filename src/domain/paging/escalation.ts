import { ESCALATING_STATES } from '../incident/incident.ts';
import type { IncidentState } from '../incident/states.ts';
import type { Playbook } from '../playbook/schema.ts';

export type EscalationStep = Playbook['escalation'][number];

/** What an incident's age asks for now. */
export interface EscalationDecision {
  /** Steps to take now, in order; several at once after time was slept through. */
  take: EscalationStep[];
  /** Index of the step after them, and when it is due; null when there is none or escalation has stopped. */
  next: { step: number; at: Date } | null;
}

/** The steps in the order of their age. */
export function escalationSteps(playbook: Pick<Playbook, 'escalation'>): EscalationStep[] {
  return [...playbook.escalation].sort((a, b) => a.at - b.at);
}

/**
 * Escalation goes by how long the incident lasts, acknowledged or not, until it is mitigated (A2, A3). `step` is the first one not taken
 * yet; ages count from `clockStartedAt`.
 */
export function decideEscalation(input: {
  steps: readonly EscalationStep[];
  step: number;
  state: IncidentState;
  clockStartedAt: Date;
  now: Date;
}): EscalationDecision {
  const { steps, step, state, clockStartedAt, now } = input;
  if (!ESCALATING_STATES.includes(state)) return { take: [], next: null };
  const dueAt = (index: number) => new Date(clockStartedAt.getTime() + (steps[index]?.at ?? 0));
  let next = step;
  while (next < steps.length && dueAt(next).getTime() <= now.getTime()) next += 1;
  return { take: steps.slice(step, next), next: next < steps.length ? { step: next, at: dueAt(next) } : null };
}
