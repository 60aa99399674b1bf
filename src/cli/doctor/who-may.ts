import type { MitigationSpec } from '../../domain/playbook/schema.ts';

/** Who may run a mitigation, with what it takes besides, for operators. */
export function whoMay({ guard, auto, expires, undo }: MitigationSpec): string {
  const who = { everyone: 'any member', responder: 'responders', oncall: 'whoever is on call', lead: 'leads' };
  return [
    `may be run by ${who[guard.who]}${guard.group ? ` and the group ${guard.group}` : ''}`,
    ...(guard.second ? [`approved by a second person (${who[guard.second]})`] : []),
    ...(auto ? [`by itself for ${auto.scenarios.join(', ')} after a countdown of ${auto.countdown / 1_000} s`] : []),
    ...(expires === undefined ? [] : [`undone after ${expires / 60_000} min unless kept`]),
    ...(undo === 'by-itself' ? ['undone by itself when it does not help'] : []),
  ].join(', ');
}
