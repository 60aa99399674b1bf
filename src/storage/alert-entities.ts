import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { Alert, IncomingAlert } from '../domain/alerts/alert.ts';
import type { Unreadable } from '../domain/alerts/unreadable.ts';
import type { Weight } from '../domain/alerts/weight.ts';
import { maybeText, maybeTime, text, time, whole } from './columns.ts';

/** Rows of what opens incidents besides people. */

/** An alert as it came in, until it was worked on. */
export interface AlertEventRow {
  id: string;
  source: string;
  receivedAt: Date;
  /** Whatever it was, when it was set aside because nobody could read it. */
  payload: IncomingAlert | Record<string, unknown>;
  attempts: number;
  /** For people who look at the table; `reason` says the same to programs. */
  error: string | null;
  setAsideAt: Date | null;
  /** Why it was set aside when it came; null for what broke later, and for rows of earlier releases. */
  reason: Unreadable | null;
  /** Who sent it, as far as that is known. */
  sender: string | null;
  /** By the playbook when it came; decides what is worked on first, and nothing else. */
  weight: Weight;
  /** The same; null in rows of earlier releases. */
  groupKey: string | null;
}

export interface AlertRow extends Alert {
  id: string;
  /** When it is decided about; it has news exactly as long. */
  dueAt: Date | null;
  /** Since when it waits because too many incidents were declared. */
  waitingSince: Date | null;
  /** Why it opens nothing: the reason of a maintenance window. */
  mutedBy: string | null;
  incidentId: number | null;
}

/** What an alert from outside said when it began, got worse, began anew or ended. */
export type AlertChangeRow = Pick<Alert, 'source' | 'fingerprint' | 'status' | 'title' | 'labels' | 'description' | 'url' | 'startsAt'> & {
  id: string;
  receivedAt: Date;
};

const id: EntitySchemaColumnOptions = { type: 'bigint', primary: true, generated: true };

export const AlertEventEntity = new EntitySchema<AlertEventRow>({
  name: 'AlertEvent',
  tableName: 'alert_events',
  columns: {
    id,
    source: text('source'),
    receivedAt: time('received_at'),
    payload: { type: 'jsonb' },
    attempts: { ...whole('attempts'), default: 0 },
    error: maybeText('error'),
    setAsideAt: maybeTime('set_aside_at'),
    reason: { type: 'jsonb', nullable: true },
    sender: maybeText('sender'),
    weight: whole('weight'),
    groupKey: maybeText('group_key'),
  },
});

/** What an alert says, whether kept as it stands or as it changed. */
const ALERT_COLUMNS = {
  source: text('source'),
  fingerprint: text('fingerprint'),
  status: text('status'),
  title: text('title'),
  labels: { type: 'jsonb' as const },
  description: maybeText('description'),
  url: maybeText('url'),
  startsAt: time('starts_at'),
};

export const AlertEntity = new EntitySchema<AlertRow>({
  name: 'Alert',
  tableName: 'alerts',
  columns: {
    id,
    ...ALERT_COLUMNS,
    endsAt: maybeTime('ends_at'),
    firstSeenAt: time('first_seen_at'),
    lastSeenAt: time('last_seen_at'),
    times: whole('times'),
    groupKey: text('group_key'),
    weight: { ...whole('weight'), nullable: true },
    leftOut: { name: 'left_out', type: 'jsonb' },
    news: maybeText('news'),
    dueAt: maybeTime('due_at'),
    waitingSince: maybeTime('waiting_since'),
    mutedBy: maybeText('muted_by'),
    incidentId: { ...whole('incident_id'), nullable: true },
  },
});

export const AlertChangeEntity = new EntitySchema<AlertChangeRow>({
  name: 'AlertChange',
  tableName: 'alert_changes',
  columns: {
    id,
    ...ALERT_COLUMNS,
    receivedAt: time('received_at'),
  },
});

export const ALERT_ENTITIES = [AlertEventEntity, AlertEntity, AlertChangeEntity];
