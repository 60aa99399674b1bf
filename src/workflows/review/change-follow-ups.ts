import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { happened } from '../../events/happened.ts';
import type { FollowUpRow, IncidentRow, Stores } from '../../storage/index.ts';
import type { FollowUpsView } from '../../views/review.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { followUpView, followUpViews } from './follow-up-views.ts';

/** Every follow-up of an incident. */
export async function listFollowUps(runtime: Runtime, incident: FollowUpsView['incident']): Promise<FollowUpsView> {
  const rows = await runtime.storage.followUps.of(incident.id);
  return { incident, followUps: followUpViews(runtime, rows), now: runtime.clock.now() };
}

/** Marks one as done; the reminders stop. The first one counts, a second is told who it was. */
export async function finishFollowUp(runtime: Runtime, change: Change & { rowId: string }): Promise<{ first: boolean; by: string }> {
  const { rowId, actor } = change;
  return await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const row = await wanted(stores, incident, rowId);
    if (!(await stores.followUps.done(incident.id, rowId, writtenAs(actor), now)))
      return { first: false, by: row.doneBy ?? writtenAs(actor) };
    await happened(runtime, stores, {
      incidentId: incident.id,
      at: now,
      kind: 'follow-up.done',
      actor: writtenAs(actor),
      data: { row: rowId },
    });
    const followUp = { ...followUpView(runtime, row), state: 'done' as const, doneBy: writtenAs(actor) };
    await send(runtime, stores, {
      key: `follow-up-done:${incident.id}:${rowId}:${row.dueAt.getTime()}`,
      incidentId: incident.id,
      lane: 'update',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).followUpChanged({ incident, followUp, by: writtenAs(actor), now }),
    });
    return { first: true, by: writtenAs(actor) };
  });
}

/** Gives one to somebody; the reminders go to them from now on. */
export async function assignFollowUp(runtime: Runtime, change: Change & { rowId: string; owner: string }): Promise<{ owner: string }> {
  const { rowId, owner, actor } = change;
  return await changeIncident(runtime, change, async ({ stores, incident, now, key }) => {
    const row = await wanted(stores, incident, rowId);
    if (row.state === 'done')
      throw new UserError('follow_up_done', {
        en: `${rowId} of #${incident.id} is done already.`,
        ko: `장애 #${incident.id} ${rowId} 항목은 이미 끝났습니다.`,
      });
    if (row.owner === owner) return { owner };
    await stores.followUps.assign(incident.id, rowId, owner);
    const data = { row: rowId, owner, ...(row.owner !== null && { before: row.owner }) };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'follow-up.assigned', actor: writtenAs(actor), data });
    await send(runtime, stores, {
      key: `follow-up-assigned:${incident.id}:${rowId}:${key}`,
      incidentId: incident.id,
      lane: 'update',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).followUpChanged({
        incident,
        followUp: { ...followUpView(runtime, row), owner },
        by: writtenAs(actor),
        now,
      }),
    });
    return { owner };
  });
}

async function wanted(stores: Stores, incident: IncidentRow, rowId: string): Promise<FollowUpRow> {
  const row = await stores.followUps.find(incident.id, rowId);
  if (row && row.state !== 'cancelled') return row;
  const known = (await stores.followUps.of(incident.id)).filter(({ state }) => state !== 'cancelled').map((other) => other.rowId);
  const has =
    known.length > 0
      ? { en: `It has ${known.join(', ')}.`, ko: `있는 항목: ${known.join(', ')}.` }
      : { en: 'Follow-ups begin when an incident is resolved.', ko: '후속 작업은 장애가 복구되면 시작됩니다.' };
  throw new UserError('no_such_follow_up', {
    en: `Incident #${incident.id} has no follow-up ${rowId}. ${has.en}`,
    ko: `장애 #${incident.id} 후속 작업에는 ${rowId} 항목이 없습니다. ${has.ko}`,
  });
}
