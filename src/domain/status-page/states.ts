/** What a part of the service can be; the words that status pages have for it. */
const COMPONENT_STATES = ['operational', 'degraded', 'partial-outage', 'major-outage', 'under-maintenance'] as const;
export type ComponentState = (typeof COMPONENT_STATES)[number];

/** What an incident may make of what it affects, the mildest first. */
export const INCIDENT_EFFECTS = ['operational', 'degraded', 'partial-outage', 'major-outage'] as const;
export type IncidentEffect = (typeof INCIDENT_EFFECTS)[number];

/** `unstated`: something goes on that the organisation does not speak of; nobody says that all is well, either. */
export type ShownState = ComponentState | 'unstated';

/** Counted as time in which it could not be used. */
export function isDown(effect: IncidentEffect): boolean {
  return effect === 'partial-outage' || effect === 'major-outage';
}

export function worse(a: IncidentEffect, b: IncidentEffect): IncidentEffect {
  return INCIDENT_EFFECTS.indexOf(a) >= INCIDENT_EFFECTS.indexOf(b) ? a : b;
}

const BY_WEIGHT: readonly ShownState[] = ['operational', 'under-maintenance', 'unstated', 'degraded', 'partial-outage', 'major-outage'];

/** The one to be said first of several; all is well where there is none. */
export function worstOf(states: readonly ShownState[]): ShownState {
  return states.reduce<ShownState>((worst, state) => (BY_WEIGHT.indexOf(state) > BY_WEIGHT.indexOf(worst) ? state : worst), 'operational');
}
