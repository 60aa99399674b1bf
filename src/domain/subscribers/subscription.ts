import type { Severity } from '../incident/states.ts';

/** `mail` and `webhook` are outside of Slack; `channel` and `person` are in it. */
export const SUBSCRIPTION_KINDS = ['mail', 'webhook', 'channel', 'person'] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

/** `asked`: by mail, and not confirmed yet. `ended`: by whoever had it. `dropped`: nothing could be delivered there. */
export type SubscriptionState = 'asked' | 'on' | 'ended' | 'dropped';

/** What somebody wants to hear of; null is everything. */
export interface Choice {
  services: readonly string[] | null;
  components: readonly string[] | null;
  severities: readonly Severity[] | null;
  /** This one alone. */
  incidentId: number | null;
}

export const EVERYTHING: Choice = { services: null, components: null, severities: null, incidentId: null };

/** What something that is told is about. */
export interface ToldAbout {
  service: string;
  components: readonly string[];
  /** Null: it has none, as maintenance. */
  severity: Severity | null;
  incidentId: number | null;
}

/** Whether whoever chose this hears of that. What has no severity passes every choice of severities; what names no component passes every choice of components. */
export function hears(choice: Choice, about: ToldAbout): boolean {
  if (choice.incidentId !== null) return choice.incidentId === about.incidentId;
  if (choice.services !== null && !choice.services.includes(about.service)) return false;
  if (choice.severities !== null && about.severity !== null && !choice.severities.includes(about.severity)) return false;
  const { components } = choice;
  return components === null || about.components.length === 0 || about.components.some((one) => components.includes(one));
}

/** A component among those of all services. */
export function partName(service: string, component: string): string {
  return `${service}/${component}`;
}

/** Tells apart what one address has chosen at the same time: a person may follow a service and an incident. */
export function scopeOf({ services, incidentId }: Pick<Choice, 'services' | 'incidentId'>): string {
  if (incidentId !== null) return `incident:${incidentId}`;
  return services === null ? 'everything' : `services:${[...services].sort().join(',')}`;
}

/** An address as it is kept, so that it is known again however it is typed; undefined for what is none. It is bounded, and no line of it could end a header. */
export function mailAddress(typed: string): string | undefined {
  const address = typed.trim().toLowerCase();
  if (address.length > ADDRESS_MAX) return undefined;
  return /^[^\s@<>()[\]\\,;:"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(address) ? address : undefined;
}

/** RFC 5321, 4.5.3.1.3, without the angle brackets. */
const ADDRESS_MAX = 254;
