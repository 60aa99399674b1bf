import { judgeAlert, moreSevere, weightBy } from '../../domain/alerts/judge-alert.ts';
import { breaksCalm, type Tally } from '../../domain/alerts/weight.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { happened } from '../../events/happened.ts';
import type { AlertRow, IncidentRow, Stores } from '../../storage/index.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { changeSeverityWithin } from '../incident/change-severity.ts';
import { moveWithin } from '../incident/move-incident.ts';
import { lookAgainAtHeld } from '../paging/hold.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sayAlerts } from './say-alerts.ts';

/** At most so many alerts are named in one entry of the timeline; the entry says how many there were. */
const NAMED_MAX = 50;

/**
 * Makes firing alerts part of an incident that is locked (or new): in its timeline, in one notice, its severity raised when they are
 * worse. When the mitigated trouble is back (see breaksCalm), the incident is reopened, so that somebody is called.
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
  // Senders that never tell the end begin anew without one.
  const anew = firing.filter((alert) => !newHere(alert) && alert.news === 'again' && isLater(alert.startsAt, incident.mitigatedAt));
  const begun = [...fired, ...worse, ...anew];
  const before = incident.state === 'mitigated' ? await tallyWithout(runtime, stores, incident.id, begun) : [];
  await stores.alerts.settle(
    firing.map(({ id }) => id),
    incident.id,
  );
  if (begun.length === 0) return;
  await noteAlerts(runtime, stores, incident, 'alerts.joined', begun);
  await sayAlerts(runtime, stores, incident, { fired: [...fired, ...anew], worse, resolved: [], opening });
  if (opening) return;
  const by = actorOf(begun[0]);
  const calm =
    incident.state === 'mitigated' &&
    breaksCalm(
      begun.map((alert) => weightBy(runtime.playbook, alert)),
      before,
    );
  if (calm) await reopen(runtime, stores, incident, by);
  await raise(runtime, stores, incident, begun, by);
  await lookAgainAtHeld(runtime, stores, incident.id);
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

/** Of all that are not among these. What was weighed by nobody is weighed now: it must not look lighter than what comes, only because it is older. */
async function tallyWithout(runtime: Runtime, stores: Stores, incidentId: number, alerts: readonly AlertRow[]): Promise<Tally> {
  const ids = new Set(alerts.map(({ id }) => id));
  const unweighed = (await stores.alerts.unweighed(incidentId)).filter(({ id }) => !ids.has(id));
  const weighed = await stores.alerts.tally(incidentId, { but: [...ids, ...unweighed.map(({ id }) => id)] });
  const rest = unweighed.map(({ status, labels }) => ({
    weight: weightBy(runtime.playbook, { weight: null, labels }),
    all: 1,
    firing: status === 'firing' ? 1 : 0,
  }));
  return [...weighed, ...rest];
}

async function raise(runtime: Runtime, stores: Stores, incident: IncidentRow, alerts: readonly AlertRow[], by: string): Promise<void> {
  const [heaviest] = [...alerts].sort((a, b) => weightBy(runtime.playbook, b) - weightBy(runtime.playbook, a));
  const severity = heaviest ? moreSevere(incident.severity, judgeAlert(runtime.playbook, heaviest).severity) : incident.severity;
  if (!heaviest || severity === incident.severity) return;
  const reason = heaviest.title;
  const now = runtime.clock.now();
  await changeSeverityWithin(runtime, { stores, incident: await again(stores, incident), now }, { severity, reason, by });
}

async function reopen(runtime: Runtime, stores: Stores, incident: IncidentRow, by: string): Promise<void> {
  const now = runtime.clock.now();
  await moveWithin(runtime, { stores, incident, now, key: `alerts:${incident.id}:${incident.version}` }, { move: 'reopen', by });
  runtime.waker.wake('pages', now);
}

function isLater(at: Date, than: Date | null): boolean {
  return than !== null && at.getTime() > than.getTime();
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
  await happened(runtime, stores, { incidentId: incident.id, at: runtime.clock.now(), kind, actor: actorOf(alerts[0]), data });
}

function actorOf(alert: AlertRow | undefined): string {
  if (!alert) return 'bongsu';
  return alert.source === 'watch' ? `watch:${alert.labels.threshold ?? alert.fingerprint}` : `alert:${alert.source}`;
}
