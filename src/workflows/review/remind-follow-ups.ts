import { decideReminder, type Reminder } from '../../domain/review/follow-ups.ts';
import { happened } from '../../events/happened.ts';
import type { FollowUpRow, IncidentRow, Stores } from '../../storage/index.ts';
import { type Destination, send } from '../messages/chat-message.ts';
import { presentFor } from '../messages/present-for.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { followUpView } from './follow-up-views.ts';
import { leadsOf } from './leads-of.ts';

const BATCH = 100;

/** Decides about every reminder that is due: one transaction per follow-up, so that one that breaks holds up no other. */
export function followUpsDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, waker, log, crashPoint } = whole;
  return async () => {
    for (;;) {
      const due = await storage.followUps.due(clock.now(), BATCH);
      let decided = 0;
      for (const { incidentId, rowId } of due) {
        try {
          if (await storage.transaction((stores) => decideOne(whole, stores, incidentId, rowId))) decided += 1;
        } catch (error) {
          log.error({ err: error, incident: incidentId, row: rowId }, 'A reminder could not be decided; the next sweep tries again.');
        }
      }
      if (decided > 0) {
        crashPoint('follow-ups:decided');
        waker.wake('outbox', clock.now());
      }
      if (decided === 0 || due.length < BATCH) return;
    }
  };
}

/** The incident's lock comes first, as everywhere; then the row is looked at again, because another process may have decided. */
async function decideOne(whole: WholeRuntime, stores: Stores, incidentId: number, rowId: string): Promise<boolean> {
  const incident = await stores.incidents.lock(incidentId);
  const row = await stores.followUps.find(incidentId, rowId);
  const now = whole.clock.now();
  if (!incident || !row?.nextAt || row.nextAt.getTime() > now.getTime()) return false;
  const runtime = whole.services.of(incident);
  const { say, next } = decideReminder({ dueAt: row.dueAt, pace: paceOf(runtime, row), reminded: row.reminded, now });
  await stores.followUps.remind(incidentId, rowId, { reminded: next.number, nextAt: next.at });
  runtime.waker.wake('follow-ups', next.at);
  runtime.crashPoint('follow-ups:claimed');
  if (say) await remind(runtime, stores, incident, row, say);
  return true;
}

async function remind(runtime: Runtime, stores: Stores, incident: IncidentRow, row: FollowUpRow, reminder: Reminder): Promise<void> {
  const now = runtime.clock.now();
  const { kind, number } = reminder;
  const people = kind === 'overdue' ? await leadsOf(runtime, stores, incident) : row.owner === null ? [] : [row.owner];
  const view = { incident, followUp: followUpView(runtime, row), kind, now };
  const key = `follow-up:${incident.id}:${row.rowId}:${row.dueAt.getTime()}:${number}`;
  // A follow-up that belongs to nobody is said where everybody sees it.
  const places: [string, Destination][] =
    people.length === 0 ? [[key, { to: 'home' }]] : people.map((user) => [`${key}:${user}`, { to: 'direct', user }]);
  for (const [placeKey, destination] of places) {
    const reader = destination.to === 'direct' ? { person: destination.user } : { incident };
    const message = presentFor(runtime, reader).followUpReminder(view);
    await send(runtime, stores, { key: placeKey, incidentId: incident.id, lane: 'update', destination, message });
  }
  const data = { row: row.rowId, reminder: kind, people };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'follow-up.reminded', actor: 'bongsu', data });
}

/** The playbook's pace; for one that the playbook has dropped, what can be told from its row. */
function paceOf(runtime: Pick<Runtime, 'playbook'>, row: FollowUpRow): { within: number; remindBefore: number } {
  const spec = runtime.playbook.followUps[row.rowId];
  const within = row.dueAt.getTime() - row.createdAt.getTime();
  return spec ?? { within, remindBefore: within / 7 };
}
