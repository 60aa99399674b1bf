import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';
import type { Weight } from './weight.ts';

/** An alert as every door hands it on, whoever sent it: one state of one trouble. */
export interface IncomingAlert {
  /** The same for the same trouble, as its source names it. */
  fingerprint: string;
  status: 'firing' | 'resolved';
  title: string;
  labels: Readonly<Record<string, string>>;
  description?: string | undefined;
  /** Where its source shows it. */
  url?: string | undefined;
  /** ISO 8601; when it was received, if its source does not say. */
  startsAt?: string | undefined;
  /** What it came without. */
  leftOut?: LeftOut | undefined;
}

/** How much of an alert, or of the body that it came in, did not arrive here; nothing for what did. */
export interface LeftOut {
  /** Labels beyond the most that are kept. */
  labels?: number;
  /** Other alerts that the sender itself left out of the body. */
  alerts?: number;
}

/**
 * How an alert got worse or better since it was last decided about. `again`: it fires still and says that it began anew, as senders do that
 * never tell the end; that matters only when its incident is over.
 */
export type AlertNews = 'fired' | 'worse' | 'again' | 'resolved';

/** What is known of an alert. */
export interface Alert {
  /** Key of the service that it was routed to when it was last received. */
  service: string;
  source: string;
  fingerprint: string;
  status: 'firing' | 'resolved';
  title: string;
  labels: Readonly<Record<string, string>>;
  description: string | null;
  url: string | null;
  startsAt: Date;
  endsAt: Date | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  /** How often it was received as firing. */
  times: number;
  groupKey: string;
  /** By the playbook that was in force when it was last received; null when no release that knew of weights has received it. */
  weight: Weight | null;
  leftOut: LeftOut;
  /** Not decided about yet. */
  news: AlertNews | null;
}

/** The label of the watched system, by which alerts are grouped unless the playbook says otherwise. */
export const SERVICE_LABEL = 'service';

/** What the group of an alert is called: the labels that the playbook groups by. An alert of no service is one of the playbook's. `scope` keeps the groups of several services apart. */
export function groupKeyOf(playbook: Pick<Playbook, 'alerts' | 'service'>, labels: Readonly<Record<string, string>>, scope = ''): string {
  const value = (name: string) => own(labels, name) ?? (name === SERVICE_LABEL ? playbook.service.key : '');
  return scope + (playbook.alerts.groupBy.map((name) => `${name}=${value(name)}`).join(',') || 'all');
}

/** An incident that belongs to a group of alerts holds this with the group's key behind it. */
export const DEDUP_PREFIX = 'alerts:';

/** Whether a group is all of the watched system, so that an incident which people opened is about the same thing. */
export function isWholeService(playbook: Pick<Playbook, 'alerts' | 'service'>, groupKey: string, scope = ''): boolean {
  return groupKey === groupKeyOf(playbook, {}, scope) && playbook.alerts.groupBy.every((name) => name === SERVICE_LABEL);
}
