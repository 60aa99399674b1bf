import { createHash } from 'node:crypto';
import { DEDUP_PREFIX } from '../../domain/alerts/alert.ts';
import { distinctLabels } from '../../domain/alerts/distinct-labels.ts';
import type { Maintenance } from '../../domain/alerts/judge-alert.ts';
import { firingIn } from '../../domain/alerts/weight.ts';
import type { AlertRow, IncidentRow, Stores } from '../../storage/index.ts';
import type { AlertView } from '../../views/alerts.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident, presentInStatus } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sendToStatus } from '../updates/status-notice.ts';

/** Of each kind of change so many are told apart by their labels: more than a notice shows. */
const TOLD_APART = 20;

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
  const shown = [fired, worse, resolved].flatMap((alerts) => alerts.slice(0, TOLD_APART));
  const view = await viewerOf(stores, incident, shown, opening);
  const { counting, notes } = firingIn(await stores.alerts.tally(incident.id));
  const message = presentInIncident(runtime, incident).alertsNotice({
    incident,
    opening,
    fired: fired.map(view),
    worse: worse.map(view),
    resolved: resolved.map(view),
    ...([...fired, ...worse].some(({ labels }) => !runtime.services.isRouted(labels)) && { unrouted: true as const }),
    firing: counting,
    notes,
    leftOut: all.reduce((most, { leftOut }) => Math.max(most, leftOut.alerts ?? 0), 0),
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
  const message = presentInStatus(runtime).mutedNotice({ alerts: alerts.map((alert) => alertView(alert)), reason, until: to, now });
  const key = `alerts-muted:${runtime.scope}${from.toISOString()}:${to.toISOString()}:${reason}`;
  await sendToStatus(runtime, stores, { key, incidentId: null, message });
  runtime.waker.wake('outbox', now);
}

/** Once for each moment at which there is room again, however many groups wait for it. */
export async function sayWaiting(
  runtime: Runtime,
  stores: Stores,
  who: { group: string; alerts: number } | { groups: number },
  nextAt: Date,
): Promise<void> {
  runtime.log.warn({ ...who, nextAt }, 'Alerts wait: too many incidents were declared.');
  const { atMost, per } = runtime.playbook.alerts.declare;
  const groups = Math.max(1, await stores.alerts.countWaitingGroups(runtime.playbook.service.key, DEDUP_PREFIX));
  const message = presentInStatus(runtime).waitNotice({ groups, atMost, perMs: per, nextAt, now: runtime.clock.now() });
  await sendToStatus(runtime, stores, {
    key: `alerts-waiting:${runtime.scope}${Math.floor(nextAt.getTime() / 60_000)}`,
    incidentId: null,
    message,
  });
  runtime.waker.wake('outbox', runtime.clock.now());
}

/** How alerts are shown that changed together: those of one name with the labels that tell them apart, also from others of the incident. */
async function viewerOf(
  stores: Stores,
  incident: IncidentRow,
  alerts: readonly AlertRow[],
  opening: boolean,
): Promise<(alert: AlertRow) => AlertView> {
  const others = opening ? [] : await stores.alerts.namesakes(incident.id, alerts);
  const labels = distinctLabels(alerts, others);
  const views = new Map(alerts.map((alert, index) => [alert.id, alertView(alert, labels[index])]));
  return (alert) => views.get(alert.id) ?? counted(alert);
}

/** One of thousands, which are counted and not shown. */
function counted({ title, source, startsAt, times }: AlertRow): AlertView {
  return { title, source, startsAt, times };
}

function alertView(
  { title, source, startsAt, times, description, url, leftOut }: AlertRow,
  labels: Record<string, string> = {},
): AlertView {
  return {
    title,
    source,
    startsAt,
    times,
    ...(description !== null && { description }),
    ...(url !== null && { url }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(leftOut.labels !== undefined && { labelsDropped: leftOut.labels }),
  };
}
