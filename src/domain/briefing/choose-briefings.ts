import type { Incident } from '../incident/incident.ts';

/** A briefing that is due. */
export interface DueBriefing extends Pick<Incident, 'id' | 'severity' | 'state'> {
  briefingDueAt: Date | null;
  briefingEditedAt: Date | null;
}

/** A minute of waiting counts so much. */
const WEIGHT: Record<Incident['severity'], number> = { sev1: 4, sev2: 2, sev3: 1 };

/**
 * Which of the due briefings are edited now, when not all can be: the one whose waiting weighs most. At the same age the most severe goes first, and
 * in a lasting crush a SEV1 is edited four times as often as a SEV3; waiting weighs more with every second, so nobody starves.
 */
export function chooseBriefings<T extends DueBriefing>(due: readonly T[], room: number, now: Date): T[] {
  const urgency = (it: T): number => {
    const since = it.briefingEditedAt ?? it.briefingDueAt ?? now;
    // A millisecond, so that those who have not waited at all are told apart by their severity.
    const waited = Math.max(1, now.getTime() - since.getTime());
    return waited * WEIGHT[it.severity] * (it.state === 'open' || it.state === 'reopened' ? 1 : 0.5);
  };
  return [...due].sort((a, b) => urgency(b) - urgency(a) || a.id - b.id).slice(0, Math.max(0, room));
}
