import type { Incident } from '../incident/incident.ts';
import type { Playbook } from '../playbook/schema.ts';

type Pace = Pick<Playbook['briefing'], 'refreshEvery' | 'editAtMostEvery' | 'followAfterRecovery'>;

/** Looked at again only when something changes: nobody waits for the day. */
const REST_MS = 365 * 86_400_000;

/** Until when the numbers of a resolved incident are followed, and whether that is over; undefined for any other. */
export function following(
  incident: Pick<Incident, 'state' | 'resolvedAt'>,
  pace: Pick<Pace, 'followAfterRecovery'>,
  now: Date,
): { until: Date; done: boolean } | undefined {
  if (incident.state !== 'resolved' || incident.resolvedAt === null) return undefined;
  const until = new Date(incident.resolvedAt.getTime() + pace.followAfterRecovery.for);
  return { until, done: now >= until };
}

/**
 * When a briefing that is edited now is looked at again, if nothing changes before: at a slower pace after recovery. At the end of that too, for the
 * case that the edit fails, and later than any change meanwhile would ask for; an edit that succeeds puts it to rest (`restUntil`).
 */
export function nextLookAt(incident: Pick<Incident, 'state' | 'resolvedAt'>, pace: Pace, now: Date): Date {
  const after = following(incident, pace, now);
  if (!after) return new Date(now.getTime() + Math.max(pace.refreshEvery, pace.editAtMostEvery));
  if (after.done) return new Date(now.getTime() + pace.followAfterRecovery.every + pace.editAtMostEvery);
  const next = now.getTime() + Math.max(pace.followAfterRecovery.every, pace.editAtMostEvery);
  return new Date(Math.min(next, Math.max(after.until.getTime(), now.getTime() + pace.editAtMostEvery)));
}

/** When a briefing is looked at again that was edited after the numbers were followed to the end. */
export function restUntil(now: Date): Date {
  return new Date(now.getTime() + REST_MS);
}
