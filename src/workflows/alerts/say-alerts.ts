import { createHash } from 'node:crypto';
import type { AlertView } from '../../domain/alert-views.ts';
import { DEDUP_PREFIX } from '../../domain/alerts/alert.ts';
import type { Maintenance } from '../../domain/alerts/judge-alert.ts';
import type { AlertRow, IncidentRow, Stores } from '../../storage/index.ts';
import { send } from '../deliver-outbox.ts';
import { presentInIncident, presentInStatus } from '../present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** One notice in the incident's channel for everything that changed together. */
export async function sayAlerts(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  changed: { fired: readonly AlertRow[]; worse: readonly AlertRow[]; resolved: readonly AlertRow[]; opening: boolean },
): Promise<void> {
  const now = runtime.clock.now();
  const { fired, worse, resolved, opening } = changed;
  const all = [...fired, ...worse, ...resolved];
  const message = presentInIncident(runtime, incident).alertsNotice({
    incident,
    opening,
    fired: fired.map(alertView),
    worse: worse.map(alertView),
    resolved: resolved.map(alertView),
    firing: await stores.alerts.countFiring(incident.id),
    now,
  });
  // The same alert can join and end many times, and each time it was received once more.
  const cause = all.map(({ id, times }) => `${id}.${times}`).join('+');
  const kind = resolved.length > 0 ? 'ended' : 'joined';
  const key = `alerts:${incident.id}:${kind}:${createHash('sha256').update(cause).digest('hex').slice(0, 20)}`;
  await send(runtime, stores, { key, incidentId: incident.id, lane: 'update', destination: { to: 'home' }, message });
  runtime.waker.wake('outbox', now);
}

/** Once for each window, in the status channel: whoever misses an incident sees why there is none. */
export async function sayMuted(runtime: Runtime, stores: Stores, window: Maintenance, alerts: readonly AlertRow[]): Promise<void> {
  const { reason, from, to } = window;
  runtime.log.info({ reason, until: to, alerts: alerts.map(({ title }) => title) }, 'Alerts are muted by a maintenance window.');
  const now = runtime.clock.now();
  const message = presentInStatus(runtime).mutedNotice({ alerts: alerts.map(alertView), reason, until: to, now });
  await sendToStatus(runtime, stores, `alerts-muted:${from.toISOString()}:${to.toISOString()}:${reason}`, message);
}

/** Once for each moment at which there is room again, however many groups wait for it. */
export async function sayWaiting(
  runtime: Runtime,
  stores: Stores,
  groupKey: string,
  alerts: readonly AlertRow[],
  nextAt: Date,
): Promise<void> {
  runtime.log.warn({ group: groupKey, alerts: alerts.length, nextAt }, 'A group of alerts waits: too many incidents were declared.');
  const { atMost, per } = runtime.playbook.alerts.declare;
  const groups = Math.max(1, await stores.alerts.countWaitingGroups(DEDUP_PREFIX));
  const message = presentInStatus(runtime).waitNotice({ groups, atMost, perMs: per, nextAt, now: runtime.clock.now() });
  await sendToStatus(runtime, stores, `alerts-waiting:${Math.floor(nextAt.getTime() / 60_000)}`, message);
}

async function sendToStatus(
  runtime: Runtime,
  stores: Stores,
  key: string,
  message: ReturnType<Runtime['present']['mutedNotice']>,
): Promise<void> {
  const destination = { to: 'channel' as const, channel: runtime.playbook.team.channels.status };
  await send(runtime, stores, { key, incidentId: null, lane: 'update', destination, message });
  runtime.waker.wake('outbox', runtime.clock.now());
}

function alertView({ title, source, startsAt, times, description, url }: AlertRow): AlertView {
  return { title, source, startsAt, times, ...(description !== null && { description }), ...(url !== null && { url }) };
}
