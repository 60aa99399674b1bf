import { ESCALATING_STATES, type IncidentState, type Move, statesAfter } from '../domain/incident.ts';
import type { Bilingual } from '../domain/playbook/schema.ts';
import type { IncidentRow, Stores } from '../storage/index.ts';
import { type Change, type Changing, changeIncident } from './change-incident.ts';
import { send } from './deliver-outbox.ts';
import { presentInIncident, presentInStatus } from './present-for.ts';
import { refreshTopic } from './refresh-topic.ts';
import { cancelReview, planReview } from './review/plan-review.ts';
import type { Runtime } from './runtime/runtime.ts';
import { settlePagers } from './settle-pagers.ts';
import { deadlineRows, startDiagnosis, startEscalation, startUpdates, wakeForDeadlines } from './start-clocks.ts';
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
export async function moveIncident(runtime: Runtime, change: Change & { move: Move; note?: string | undefined }): Promise<Moved> {
  return await changeIncident(runtime, change, (changing) => moveWithin(runtime, changing, { ...change, by: change.actor.id }));
}

/** The same inside a change. */
export async function moveWithin(
  runtime: Runtime,
  changing: Changing,
  change: { move: Move; note?: string | undefined; by: string },
): Promise<Moved> {
  const { stores, incident, now } = changing;
  const path = statesAfter(incident.state, change.move);
  const to = path[path.length - 1] ?? incident.state;
  for (const state of path) {
    await stores.timeline.append({
      incidentId: incident.id,
      at: now,
      kind: `incident.${state}`,
      actor: change.by,
      data: { from: incident.state, ...(change.note && { note: change.note }) },
    });
  }
  const stamps = Object.fromEntries(path.flatMap((state) => (STAMP[state] ? [[STAMP[state], now]] : [])));
  const cleared = to === 'reopened' ? { mitigatedAt: null, resolvedAt: null, closedAt: null, ...(await keyGiven(stores, incident)) } : {};
  await stores.incidents.change(incident.id, { state: to, ...stamps, ...cleared });
  await followUp(runtime, changing, to, change.by);
  const withdrawn = OVER.includes(to) ? await withdrawNotices(changing, change.by) : [];
  const moved = { ...incident, state: to, ...stamps, ...cleared };
  const note = change.note ? { note: change.note } : {};
  const notice = { incident: moved, move: change.move, by: change.by, ...note, withdrawn, now };
  const key = `moved:${incident.id}:${incident.version}`;
  const common = { incidentId: incident.id, lane: 'update' } as const;
  const message = presentInIncident(runtime, incident).movedNotice(notice);
  await send(runtime, stores, { ...common, key, destination: { to: 'home' }, message });
  await refreshTopic(runtime, stores, incident);
  if (!incident.private) {
    const channel = runtime.playbook.team.channels.status;
    const destination = { to: 'channel' as const, channel };
    await send(runtime, stores, { ...common, key: `${key}:status`, destination, message: presentInStatus(runtime).movedNotice(notice) });
  }
  return { incidentId: incident.id, from: incident.state, to };
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
  if (!ESCALATING_STATES.includes(to)) await stopEscalation(runtime, changing);
  if (to === 'resolved' || to === 'cancelled') {
    await settlePagers(runtime, stores, { incidentId: id, outcome: 'resolved', by, cause: `${to}:${id}:${incident.version}` });
  }
  if (to === 'resolved' || to === 'cancelled') {
    await stores.updates.stop(id);
    await stores.diagnoses.stop(id);
  }
  if (to === 'cancelled') await stores.deadlines.waiveAll(id, now, CANCELLED);
  if (to === 'resolved') {
    const early = Object.entries(runtime.playbook.rows).flatMap(([rowId, row]) => (MOOT_AFTER_RECOVERY.includes(row.phase) ? [rowId] : []));
    await stores.deadlines.waive(id, early, now, RECOVERED);
    const rows = deadlineRows(runtime, incident, 'recovery', now);
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

/** Phases whose open rows make no sense any more once the service has recovered; analysis goes on for the retrospective. */
const MOOT_AFTER_RECOVERY: readonly string[] = ['detect', 'contain', 'status', 'communicate', 'recover'];
const RECOVERED: Bilingual = { en: 'Recovered before it was due.', ko: '기한 전에 복구되었습니다.' };
const MITIGATED: Bilingual = { en: 'Mitigated before it was due.', ko: '기한 전에 완화되었습니다.' };
const REOPENED: Bilingual = { en: 'The incident was reopened.', ko: '장애가 다시 열렸습니다.' };
const CANCELLED: Bilingual = { en: 'The incident was cancelled as a false alarm.', ko: '오탐으로 취소된 장애입니다.' };

async function stopEscalation(runtime: Runtime, { stores, incident, now }: Changing): Promise<void> {
  await stores.escalations.stop(incident.id);
  await stores.pages.silenceAll(incident.id);
  const levels = runtime.playbook.escalation.map((step) => step.id);
  await stores.deadlines.waive(incident.id, levels, now, MITIGATED);
}

/** Reopening starts the clocks anew: pages go out again, rows that recovery had made moot are due again, those of the recovery are not. */
async function restart(runtime: Runtime, { stores, incident, now }: Changing): Promise<void> {
  const again = { ...incident, state: 'reopened' as const, clockStartedAt: now };
  await stores.incidents.place(incident.id, { clockStartedAt: now });
  await startUpdates(runtime, stores, again, now);
  await startDiagnosis(runtime, stores, again, now);
  await startEscalation(runtime, stores, again, now);
  const before = await stores.deadlines.of(incident.id);
  const moot = new Set(before.filter(({ reason }) => reason?.en === RECOVERED.en || reason?.en === MITIGATED.en).map((row) => row.rowId));
  const rows = deadlineRows(runtime, again, 'detection', now).filter((row) => moot.has(row.rowId));
  await stores.deadlines.begin(rows);
  wakeForDeadlines(runtime, rows);
  const recovery = deadlineRows(runtime, again, 'recovery', now).map((row) => row.rowId);
  await stores.deadlines.waive(incident.id, recovery, now, REOPENED);
  const data = { restarted: rows.map((row) => row.rowId) };
  await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'clocks.restarted', actor: 'bongsu', data });
}
