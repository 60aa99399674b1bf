import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { pick } from '../../domain/language/pick.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
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
      throw new UserError(
        'follow_up_done',
        worded(({ reviews }) => reviews.ofIsDoneAlready(rowId, incident.id)),
      );
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
      ? worded(({ reviews }) => reviews.itHas(known))
      : worded(({ reviews }) => reviews.followUpsBeginWhenAnIncidentIsResolved);
  throw new UserError(
    'no_such_follow_up',
    worded(({ reviews }, language) => reviews.incidentHasNoFollowUp(incident.id, rowId, pick(has, language))),
  );
}
