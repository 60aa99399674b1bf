import { SEVERITIES, type Severity } from '../incident/states.ts';

/** How much an audience is told: one line, the approved text, or the numbers and what was done as well. */
export const DETAILS = ['headline', 'summary', 'full'] as const;
export type Detail = (typeof DETAILS)[number];

/** What an audience was told last of an incident. */
export interface ToldAudience {
  at: Date;
  severity: Severity;
}

/** An update is not late by so much: two that are due at the same minute are told together. */
const TOLERANCE_MS = 60_000;

/**
 * Whether an audience hears of an update: the first one, and whatever became worse, always; the end, whoever heard of the beginning; else when its own time has passed since it heard last. Never of what is less severe than
 * it wants to hear of.
 */
export function isAudienceDue(asked: {
  kind: 'update' | 'end';
  severity: Severity;
  /** The least severe that it hears of. */
  from: Severity;
  /** Between two tellings, in milliseconds; undefined for every update. */
  everyMs: number | undefined;
  last: ToldAudience | undefined;
  now: Date;
}): boolean {
  const { kind, severity, from, everyMs, last, now } = asked;
  if (kind === 'end') return last !== undefined;
  if (weight(severity) > weight(from)) return false;
  if (last === undefined || weight(severity) < weight(last.severity)) return true;
  return everyMs === undefined || now.getTime() - last.at.getTime() >= everyMs - TOLERANCE_MS;
}

/** The worst weighs least. */
function weight(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
