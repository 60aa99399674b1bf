/** `reopened` behaves as `open`; it is a state of its own so that the figures can tell them apart. */
export const INCIDENT_STATES = ['open', 'mitigated', 'resolved', 'closed', 'reopened', 'cancelled'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];
export const SEVERITIES = ['sev1', 'sev2', 'sev3'] as const;

/** sev1 critical, sev2 high, sev3 medium (spec.md, Scenarios). */
export type Severity = (typeof SEVERITIES)[number];
export const ROLES = ['commander', 'communications', 'operations', 'scribe'] as const;
export type Role = (typeof ROLES)[number];
