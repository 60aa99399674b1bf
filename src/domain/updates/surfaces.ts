import type { Severity } from '../incident/states.ts';

/** Where the one text of an update is told. */
export const UPDATE_SURFACES = [
  'status-channel',
  'status-page',
  'support',
  'help-desk',
  'social',
  'subscribers',
  'audiences',
  'external-pages',
] as const;
export type UpdateSurface = (typeof UPDATE_SURFACES)[number];

/** What becomes of an update that nobody approved in time: it goes as it was drafted, or waits. */
export const UNAPPROVED = ['send', 'wait'] as const;
export type Unapproved = (typeof UNAPPROVED)[number];

export type UnapprovedRules = Readonly<Partial<Record<UpdateSurface, Unapproved | Readonly<Record<Severity, Unapproved>>>>>;

/** Whether a text that nobody approved waits before it is told there. */
export function isHeld(rules: UnapprovedRules, surface: UpdateSurface, severity: Severity): boolean {
  const rule = rules[surface] ?? 'send';
  return (typeof rule === 'string' ? rule : rule[severity]) === 'wait';
}
