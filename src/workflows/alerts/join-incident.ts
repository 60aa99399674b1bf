import { judgeAlert, moreSevere } from '../../domain/alerts/judge-alert.ts';
import { ACTIVE_STATES, type Severity } from '../../domain/incident.ts';
import type { AlertRow, IncidentRow, Stores } from '../../storage/index.ts';
import { changeSeverityWithin } from '../change-severity.ts';
import { moveWithin } from '../move-incident.ts';
import { wakeBriefings } from '../refresh-briefings.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sayAlerts } from './say-alerts.ts';

/** At most so many alerts are named in one entry of the timeline; the entry says how many there were. */
const NAMED_MAX = 50;

/**
 * Makes firing alerts part of an incident that is locked (or new): in its timeline, in one notice, its severity raised when they are
 * worse. When all had been well after the mitigation, the trouble is back: the incident is reopened, so that somebody is called.
 */
export async function joinIncident(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  firing: readonly AlertRow[],
  { opening = false }: { opening?: boolean } = {},
): Promise<void> {
  const newHere = (alert: AlertRow) => alert.news === 'fired' || alert.incidentId !== incident.id;
  const fired = firing.filter(newHere);
  const worse = firing.filter((alert) => !newHere(alert) && alert.news === 'worse');
  const firingBefore = (await stores.alerts.countFiring(incident.id)) - fired.filter(({ incidentId }) => incidentId === incident.id).length;
  await stores.alerts.settle(
    firing.map(({ id }) => id),
    incident.id,
  );
  const told = [...fired, ...worse];
  if (told.length === 0) return;
  await noteAlerts(runtime, stores, incident, 'alerts.joined', told);
  await sayAlerts(runtime, stores, incident, { fired, worse, resolved: [], opening });
  if (opening) return;
  const by = actorOf(told[0]);
  if (incident.state === 'mitigated' && firingBefore === 0) await reopen(runtime, stores, incident, by);
  await raise(runtime, stores, incident, told, by);
  await touch(runtime, stores, incident);
}

/** Says of alerts that ended in the incident they belong to, as long as that goes on. Nobody resolves it by itself. */
export async function tellEnded(runtime: Runtime, stores: Stores, ended: readonly AlertRow[]): Promise<void> {
  await stores.alerts.settle(
    ended.map(({ id }) => id),
    null,
  );
  for (const incidentId of new Set(ended.flatMap((alert) => alert.incidentId ?? []))) {
    const incident = await stores.incidents.lock(incidentId);
    if (!incident || !ACTIVE_STATES.includes(incident.state)) continue;
    const resolved = ended.filter((alert) => alert.incidentId === incidentId);
    await noteAlerts(runtime, stores, incident, 'alerts.ended', resolved);
    await sayAlerts(runtime, stores, incident, { fired: [], worse: [], resolved, opening: false });
    await touch(runtime, stores, incident);
  }
}

async function raise(runtime: Runtime, stores: Stores, incident: IncidentRow, alerts: readonly AlertRow[], by: string): Promise<void> {
  const judged = alerts.map((alert) => ({ alert, severity: judgeAlert(runtime.playbook, alert).severity }));
  const severity = judged.reduce<Severity>((worst, one) => moreSevere(worst, one.severity), incident.severity);
  if (severity === incident.severity) return;
  const reason = judged.find((one) => one.severity === severity)?.alert.title;
  const now = runtime.clock.now();
  await changeSeverityWithin(runtime, { stores, incident: await again(stores, incident), now }, { severity, reason, by });
}

async function reopen(runtime: Runtime, stores: Stores, incident: IncidentRow, by: string): Promise<void> {
  const now = runtime.clock.now();
  await moveWithin(runtime, { stores, incident, now, key: `alerts:${incident.id}:${incident.version}` }, { move: 'reopen', by });
  runtime.waker.wake('pages', now);
}

/** As it is after the changes of this transaction: its version is part of keys. */
async function again(stores: Stores, incident: IncidentRow): Promise<IncidentRow> {
  return (await stores.incidents.find(incident.id)) ?? incident;
}

async function touch(runtime: Runtime, stores: Stores, incident: IncidentRow): Promise<void> {
  await stores.incidents.touchBriefing(incident.id, runtime.clock.now(), runtime.playbook.briefing.editAtMostEvery);
  wakeBriefings(runtime);
}

async function noteAlerts(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  kind: 'alerts.joined' | 'alerts.ended',
  alerts: readonly AlertRow[],
): Promise<void> {
  const named = alerts.slice(0, NAMED_MAX).map(({ source, fingerprint, title, startsAt, times, news }) => ({
    source,
    fingerprint,
    title,
    startsAt: startsAt.toISOString(),
    times,
    news,
  }));
  const data = { alerts: named, count: alerts.length };
  await stores.timeline.append({ incidentId: incident.id, at: runtime.clock.now(), kind, actor: actorOf(alerts[0]), data });
}

function actorOf(alert: AlertRow | undefined): string {
  if (!alert) return 'bongsu';
  return alert.source === 'watch' ? `watch:${alert.labels.threshold ?? alert.fingerprint}` : `alert:${alert.source}`;
}
