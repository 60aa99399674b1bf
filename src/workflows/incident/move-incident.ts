import type { Reason } from '../../domain/deadlines/reason.ts';
import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { ESCALATING_STATES, leadsTo, type Move, type ReachedState, statesAfter } from '../../domain/incident/incident.ts';
import type { IncidentState } from '../../domain/incident/states.ts';
import type { PageEnd } from '../../domain/paging/page.ts';
import type { Event } from '../../domain/timeline/index.ts';
import { happened, keepBy } from '../../events/happened.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident, presentInStatus } from '../messages/present-for.ts';
import { stopForIncident } from '../mitigation/run/halt-run.ts';
import { settlePagers } from '../paging/settle-pagers.ts';
import { showPages } from '../paging/show-page.ts';
import type { Abnormal } from '../recovery/look-first.ts';
import { cancelReview, planReview } from '../review/plan-review.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { refreshNotice } from '../standing/show-notice.ts';
import { sendToStatus } from '../updates/status-notice.ts';
import { tellEnd } from '../updates/write-update.ts';
import { type Change, type Changing, changeIncident } from './change-incident.ts';
import { refreshAnnouncement } from './declare/announce.ts';
import { refreshTopic } from './refresh-topic.ts';
import { causeOf, deadlineRows, startEscalation, startUpdates, wakeForDeadlines } from './start-clocks.ts';
import { saying, whoWasFirst } from './who-was-first.ts';
import { withdrawNotices } from './withdraw-notices.ts';

export interface Moved {
  incidentId: number;
  from: IncidentState;
  to: IncidentState;
}

const STAMP: Partial<Record<IncidentState, 'mitigatedAt' | 'resolvedAt' | 'closedAt' | 'cancelledAt'>> = {
  mitigated: 'mitigatedAt',
  resolved: 'resolvedAt',
  closed: 'closedAt',
  cancelled: 'cancelledAt',
};

/** States in which the public need not be told anything any more. */
const OVER: readonly IncidentState[] = ['resolved', 'closed', 'cancelled'];

/** Moves an incident through its states; throws UserError `illegal_move` naming what is possible. */
export async function moveIncident(
  runtime: Runtime,
  change: Change & { move: Move; note?: string | undefined; abnormal?: Abnormal },
): Promise<Moved> {
  return await changeIncident(runtime, change, (changing) => moveWithin(runtime, changing, { ...change, by: writtenAs(change.actor) }));
}

/** The same inside a change. */
export async function moveWithin(
  runtime: Runtime,
  changing: Changing,
  change: { move: Move; note?: string | undefined; by: string; abnormal?: Abnormal },
): Promise<Moved> {
  const { stores, incident, now } = changing;
  const path = await pathFrom(stores, incident, change);
  const to = path[path.length - 1] ?? incident.state;
  const data = { from: incident.state, ...(change.note && { note: change.note }) };
  const events = path.map((state) => ({ kind: `incident.${state}`, incidentId: incident.id, at: now, actor: change.by, data }) as const);
  const withdrawn = OVER.includes(to) ? await withdrawNotices(changing, change.by) : [];
  await happened(runtime, stores, [...events, ...overridden(incident, change, to, now), ...withdrawn]);
  const stamps = Object.fromEntries(path.flatMap((state) => (STAMP[state] ? [[STAMP[state], now]] : [])));
  const cleared = to === 'reopened' ? { mitigatedAt: null, resolvedAt: null, closedAt: null, ...(await keyGiven(stores, incident)) } : {};
  await stores.incidents.change(incident.id, { state: to, ...stamps, ...cleared });
  const moved = { ...incident, state: to, ...stamps, ...cleared };
  const note = change.note ? { note: change.note } : {};
  const notice = { incident: moved, move: change.move, by: change.by, ...note, withdrawn: withdrawn.map(({ data }) => data.kind), now };
  const key = `moved:${incident.id}:${incident.version}`;
  const common = { incidentId: incident.id, lane: 'update' } as const;
  const message = presentInIncident(runtime, incident).movedNotice({ ...notice, ...(to === 'resolved' && { asksForImpact: true }) });
  await send(runtime, stores, { ...common, key, destination: { to: 'home' }, message });
  await refreshTopic(runtime, stores, incident);
  if (!incident.private) {
    await refreshAnnouncement(runtime, stores, incident.id, `moved:${incident.version}`);
    // Its last update says so as well, in better words.
    const isTold = (to === 'resolved' || to === 'cancelled') && (await tellEnd(runtime, stores, moved));
    if (!isTold) {
      const told = presentInStatus(runtime).movedNotice(notice);
      await sendToStatus(runtime, stores, { key: `${key}:status`, incidentId: incident.id, message: told, ends: OVER.includes(to) });
    }
  }
  // After what it follows from: messages leave in the order in which they were put into the outbox.
  await followUp(runtime, changing, to, change.by);
  // Rows that began with it may wait for it.
  const last = events.at(-1);
  if (last) await keepBy(runtime, stores, last);
  return { incidentId: incident.id, from: incident.state, to };
}

/** What somebody overrode who calls it over: it counts in the figures, and the review asks for it. */
function overridden(
  { id: incidentId }: IncidentRow,
  { abnormal, note, by }: { abnormal?: Abnormal; note?: string | undefined; by: string },
  to: IncidentState,
  at: Date,
): Event<'recovery.overridden'>[] {
  if (!abnormal || (abnormal.signals.length === 0 && abnormal.alerts === 0) || (to !== 'mitigated' && to !== 'resolved')) return [];
  const data = { to, reason: note ?? '', abnormal: abnormal.signals, alerts: abnormal.alerts };
  return [{ incidentId, at, kind: 'recovery.overridden', actor: by, data }];
}

/** Of two who make the same move, the second is told who was faster. */
async function pathFrom(stores: Stores, incident: IncidentRow, { move, by }: { move: Move; by: string }): Promise<readonly ReachedState[]> {
  try {
    return statesAfter(incident.state, move);
  } catch (error) {
    const reached = leadsTo(move).find((state) => state === incident.state);
    if (!(error instanceof UserError) || reached === undefined) throw error;
    throw saying(await whoWasFirst(stores, { incidentId: incident.id, kinds: [`incident.${reached}`], asks: by }), error);
  }
}

/** Alerts may have opened a newer incident of the same group meanwhile; that one keeps the key by which the next alert finds it. */
async function keyGiven(stores: Stores, incident: IncidentRow): Promise<{ dedupKey?: null }> {
  const holder = incident.dedupKey === null ? undefined : await stores.incidents.findOpenByDedupKey(incident.dedupKey);
  return holder && holder.id !== incident.id ? { dedupKey: null } : {};
}

/** What the new state starts and stops: escalation stops at mitigated, updates at resolved; recovery starts its own deadlines. */
async function followUp(runtime: Runtime, changing: Changing, to: IncidentState, by: string): Promise<void> {
  const { stores, incident, now } = changing;
  const { id } = incident;
  if (!ESCALATING_STATES.includes(to)) await stores.escalations.stop(id);
  if (OVER.includes(to)) await stopForIncident(runtime, stores, { ...incident, state: to }, now, by);
  if (isPageEnd(to)) await endPages(runtime, changing, to, by);
  if (to === 'resolved' || to === 'cancelled') {
    await stores.updates.stop(id);
    await stores.diagnoses.stop(id);
    await refreshNotice(runtime, stores, { incidentId: id, cause: to, what: 'likely-cause' });
  }
  if (to === 'resolved') {
    const rows = deadlineRows(runtime, incident, 'recovery', now, await causeOf(runtime, stores, id));
    await stores.deadlines.begin(rows);
    wakeForDeadlines(runtime, rows);
    await planReview(runtime, changing);
  }
  if (to === 'reopened' || to === 'cancelled') await cancelReview(runtime, changing);
  if (to === 'reopened') await restart(runtime, changing);
  if (ESCALATING_STATES.includes(to) && incident.briefingTs !== null && incident.briefingDueAt === null) {
    await stores.incidents.place(id, { briefingDueAt: now });
  }
}

/** Waived for these, a row is due again when the incident is reopened. */
const MOOT: readonly Reason['code'][] = ['recovered', 'mitigated'];

function isPageEnd(state: IncidentState): state is PageEnd {
  return state === 'mitigated' || state === 'resolved' || state === 'cancelled';
}

/** Nothing rings after the end: every page that was not over before says so wherever it stands, and pagers with a state of their own are told. */
async function endPages(runtime: Runtime, { stores, incident, now }: Changing, as: PageEnd, by: string): Promise<void> {
  const { id: incidentId, version } = incident;
  const cause = `${as}:${incidentId}:${version}`;
  const ended = (await stores.pages.closeAll(incidentId, now, as)).map((id) => ({ id, incidentId }));
  await showPages(runtime, stores, ended, { cause, lane: 'update' });
  await settlePagers(runtime, stores, { incidentId, outcome: 'resolved', by, cause });
}

/** Reopening starts the clocks anew: pages go out again, rows that recovery had made moot are due again, those of the recovery are not. */
async function restart(runtime: Runtime, { stores, incident, now }: Changing): Promise<void> {
  const again = { ...incident, state: 'reopened' as const, clockStartedAt: now };
  await stores.incidents.place(incident.id, { clockStartedAt: now });
  await startUpdates(runtime, stores, again, now);
  await stores.diagnoses.start(incident.id, now);
  await startEscalation(runtime, stores, again, now);
  for (const topic of ['diagnoses', 'pages'] as const) runtime.waker.wake(topic, now);
  const before = await stores.deadlines.of(incident.id);
  const moot = new Set(before.filter(({ reason }) => reason !== null && MOOT.includes(reason.code)).map((row) => row.rowId));
  const cause = await causeOf(runtime, stores, incident.id);
  const rows = (['detection', 'continuous'] as const)
    .flatMap((from) => deadlineRows(runtime, again, from, now, cause))
    .filter((row) => moot.has(row.rowId));
  await stores.deadlines.begin(rows);
  wakeForDeadlines(runtime, rows);
  await stores.standingNotices.retire(incident.id);
  const data = { restarted: rows.map((row) => row.rowId) };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'clocks.restarted', actor: 'bongsu', data });
}
