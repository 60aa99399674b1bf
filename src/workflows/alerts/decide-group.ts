import { DEDUP_PREFIX, isWholeService } from '../../domain/alerts/alert.ts';
import { judgeAlert, type Maintenance, moreSevere, mutedBy, weightBy } from '../../domain/alerts/judge-alert.ts';
import { roomAt } from '../../domain/alerts/room.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import type { Severity } from '../../domain/incident/states.ts';
import type { AlertRow, IncidentRow, Stores } from '../../storage/index.ts';
import { declareWithin } from '../incident/declare-incident.ts';
import { mutingWork } from '../maintenance/muting.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { joinIncident, tellEnded } from './join-incident.ts';
import { sayMuted, sayWaiting } from './say-alerts.ts';

/** Of the heaviest alerts of a storm so many are looked at for a scenario. */
const JUDGED_MAX = 500;

/**
 * Decides what becomes of a group's news: muted by maintenance, part of the group's open incident, the reason for a new one, or waiting
 * for room (`waits`). `nothing` when somebody else has them.
 */
export async function decideGroup(runtime: Runtime, stores: Stores, groupKey: string): Promise<'decided' | 'waits' | 'nothing'> {
  await stores.alerts.takeGroup(groupKey);
  const now = runtime.clock.now();
  const due = await stores.alerts.claimDue(groupKey, now);
  if (due.length === 0) return 'nothing';
  runtime.crashPoint('alerts:claimed');
  const ended = due.filter(({ status }) => status === 'resolved');
  await tellEnded(runtime, stores, ended);
  const audible = await mute(
    runtime,
    stores,
    due.filter(({ status }) => status === 'firing'),
    now,
  );
  const outcome = audible.length > 0 ? await place(runtime, stores, groupKey, audible, now) : 'decided';
  runtime.crashPoint('alerts:decided');
  return outcome;
}

/** Sets aside those that a maintenance window of the playbook or planned work silences, until it ends; returns the others. */
async function mute(runtime: Runtime, stores: Stores, firing: readonly AlertRow[], now: Date): Promise<AlertRow[]> {
  const silenced = new Map<Maintenance, AlertRow[]>();
  if (firing.length === 0) return [];
  const planned = await mutingWork(runtime, stores, now);
  const audible: AlertRow[] = [];
  for (const alert of firing) {
    const window = mutedBy(runtime.playbook, alert, now) ?? planned(alert);
    if (!window) {
      audible.push(alert);
      continue;
    }
    await stores.alerts.mute(alert.id, window.reason, window.to);
    silenced.set(window, [...(silenced.get(window) ?? []), alert]);
  }
  for (const [window, alerts] of silenced) await sayMuted(runtime, stores, window, alerts);
  return audible;
}

async function place(
  runtime: Runtime,
  stores: Stores,
  groupKey: string,
  firing: readonly AlertRow[],
  now: Date,
): Promise<'decided' | 'waits'> {
  const open = await openIncident(runtime, stores, groupKey, firing);
  if (open) {
    await joinIncident(runtime, stores, open, firing);
    return 'decided';
  }
  const { declare } = runtime.playbook.alerts;
  const room = roomAt(await stores.alerts.takeDeclaring(runtime.playbook.service.key, new Date(now.getTime() - declare.per)), declare, now);
  if (room) {
    await stores.alerts.wait(
      firing.map(({ id }) => id),
      now,
      room,
    );
    await sayWaiting(runtime, stores, { group: groupKey, alerts: firing.length }, room);
    return 'waits';
  }
  const incident = await declareFor(runtime, stores, groupKey, firing);
  await joinIncident(runtime, stores, incident, firing, { opening: true });
  return 'decided';
}

/** The incident of this group that is not over, locked. One that people opened about the same service becomes the group's. */
async function openIncident(
  runtime: Runtime,
  stores: Stores,
  groupKey: string,
  firing: readonly AlertRow[],
): Promise<IncidentRow | undefined> {
  const dedupKey = `${DEDUP_PREFIX}${groupKey}`;
  const own = await stores.incidents.findOpenByDedupKey(dedupKey);
  const locked = own && (await stores.incidents.lock(own.id));
  // It may have ended while its lock was waited for; an alert that joined it then would call nobody.
  if (locked && ACTIVE_STATES.includes(locked.state)) return locked;
  if (!isWholeService(runtime.playbook, groupKey, runtime.scope)) return undefined;
  const found = await stores.incidents.findOpenByPeople(runtime.playbook.service.key);
  const theirs = found && (await stores.incidents.lock(found.id));
  if (!theirs || theirs.dedupKey !== null || (theirs.state !== 'open' && theirs.state !== 'reopened')) return undefined;
  runtime.log.info({ incident: theirs.id, group: groupKey, alerts: firing.length }, 'Alerts join the incident that people opened.');
  await stores.incidents.place(theirs.id, { dedupKey });
  return { ...theirs, dedupKey };
}

/** The most severe alert names the incident; it began with the earliest. */
async function declareFor(runtime: Runtime, stores: Stores, groupKey: string, firing: readonly AlertRow[]): Promise<IncidentRow> {
  const heaviest = firing.reduce((most, alert) => Math.max(most, weightBy(runtime.playbook, alert)), 0);
  const judged = firing
    .filter((alert) => weightBy(runtime.playbook, alert) === heaviest)
    .slice(0, JUDGED_MAX)
    .map((alert) => ({ alert, ...judgeAlert(runtime.playbook, alert) }));
  const severity = judged.reduce<Severity>((worst, one) => moreSevere(worst, one.severity), 'sev3');
  const worst = judged.filter((one) => one.severity === severity);
  const lead = worst.find((one) => one.scenario !== null) ?? worst[0];
  const alert = lead?.alert ?? (firing[0] as AlertRow);
  const fromWatch = alert.source === 'watch';
  return await declareWithin(runtime, stores, {
    actor: { kind: 'system', name: fromWatch ? `watch:${alert.labels.threshold ?? alert.fingerprint}` : `alert:${alert.source}` },
    via: fromWatch ? 'watch' : 'alert',
    title: alert.title,
    severity,
    scenario: lead?.scenario ?? undefined,
    onsetAt: new Date(firing.reduce((first, { startsAt }) => Math.min(first, startsAt.getTime()), Number.POSITIVE_INFINITY)),
    dedupKey: `${DEDUP_PREFIX}${groupKey}`,
  });
}
