import type { IncidentState } from '../incident/states.ts';
import type { Language } from '../language/bilingual.ts';

/** How far an incident is as outsiders are told it; the words that status pages have for it. */
export const PUBLIC_STAGES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type PublicStage = (typeof PUBLIC_STAGES)[number];

/** One text in every language that some surface speaks: plain text of people, never empty. */
export type ToldTexts = Readonly<Record<Language, string>>;

/** What is known of an incident when an update is written. */
export interface Known {
  state: IncidentState;
  /** A cause is likely or was named, or something was done about it. */
  isUnderstood: boolean;
  /** Everything that is measured is within its limits. */
  isCalm: boolean;
}

/** `monitoring`: it is back to normal, and watched. */
export function publicStage({ state, isUnderstood, isCalm }: Known): PublicStage {
  if (state === 'resolved' || state === 'closed' || state === 'cancelled') return 'resolved';
  if (state === 'mitigated' || isCalm) return 'monitoring';
  return isUnderstood ? 'identified' : 'investigating';
}
