import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { absencesAt } from '../../domain/review/plan-retro.ts';
import { happened, happenedKeeping } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { IncidentRow, RetroRow, Stores } from '../../storage/index.ts';
import type { RetroView } from '../../views/review.ts';
import { type Change, type Changing, changeIncident } from '../incident/change-incident.ts';
import { saying, whoWasFirst } from '../incident/who-was-first.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { contactOf } from '../oncall/people.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { missRetro } from './plan-review.ts';
import { retroRefreshRow } from './retro-message.ts';
import { attendeesOf } from './retro-people.ts';
import { retroRow } from './retro-row.ts';
import { startRetroRun } from './retro-run.ts';
import { findRetro, retroView } from './retro-view.ts';
import { askUntilAccepted } from './unanswered-retro.ts';

/** The retrospective of an incident. Throws UserError `no_retro` when there is none. */
export async function describeRetro(runtime: Runtime, incidentId: number): Promise<RetroView> {
  const found = await findRetro(runtime.storage, incidentId);
  if (!found) throw noRetro(incidentId);
  return retroView(runtime, found.incident, found.retro, found.invitees);
}

/** Somebody takes part at the planned time. */
export async function acceptRetro(runtime: Runtime, change: Change): Promise<{ startsAt: string }> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const retro = await planned(stores, incident);
    await invite(runtime, stores, incident, writtenAs(change.actor));
    await stores.retros.answer(incident.id, writtenAs(change.actor), { answer: 'accepted', answeredAt: now, proposedAt: null });
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'retro.accepted', actor: writtenAs(change.actor), data: {} });
    await refresh(stores, changing);
    return { startsAt: retro.startsAt.toISOString() };
  });
}

/** Somebody would rather meet at another time; the channel is told, and a lead may take it. */
export async function proposeRetro(runtime: Runtime, change: Change & { proposedAt: Date }): Promise<{ proposedAt: string }> {
  const { proposedAt, actor } = change;
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now, key } = changing;
    const retro = await planned(stores, incident);
    requireFuture(proposedAt, now);
    requireOther(retro, proposedAt);
    await invite(runtime, stores, incident, writtenAs(actor));
    await stores.retros.answer(incident.id, writtenAs(actor), { answer: 'proposed', answeredAt: now, proposedAt });
    const data = { proposedAt: proposedAt.toISOString() };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'retro.proposed', actor: writtenAs(actor), data });
    await send(runtime, stores, {
      key: `retro-proposal:${incident.id}:${key}`,
      incidentId: incident.id,
      lane: 'update',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).retroProposal({
        incident,
        startsAt: retro.startsAt,
        proposedAt,
        by: writtenAs(actor),
        now,
      }),
    });
    await refresh(stores, changing);
    return { proposedAt: proposedAt.toISOString() };
  });
}

/** Moves the meeting: the video meeting, the calendars and the channel follow, and everybody is asked again. */
export async function moveRetro(
  runtime: Runtime,
  change: Change & { startsAt: Date; seen?: Date },
): Promise<{ startsAt: string; late: boolean; row: string }> {
  const { startsAt, actor, seen } = change;
  return await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const before = await planned(stores, incident);
    requireFuture(startsAt, now);
    if (seen !== undefined && seen.getTime() !== before.startsAt.getTime()) throw await movedMeanwhile(stores, incident, writtenAs(actor));
    requireOther(before, startsAt);
    const endsAt = new Date(startsAt.getTime() + (before.endsAt.getTime() - before.startsAt.getTime()));
    const sequence = before.sequence + 1;
    const invitees = await stores.retros.invitees(incident.id);
    const recoveredAt = incident.mitigatedAt ?? incident.resolvedAt ?? now;
    const absent = absencesAt(await attendeesOf(runtime, stores, { incident, invitees, recoveredAt }), { from: startsAt, to: endsAt });
    await stores.retros.change(incident.id, { startsAt, endsAt, sequence, lateReason: null, absent });
    await stores.retros.forgetAnswers(incident.id);
    const data = { from: before.startsAt.toISOString(), startsAt: startsAt.toISOString(), sequence };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'retro.moved', actor: writtenAs(actor), data });
    const { late, row } = await settleByTime(runtime, stores, { incident, before, endsAt, now, by: writtenAs(actor) });
    await startRetroRun(stores, { incidentId: incident.id, sequence, act: 'move', now, movedBy: writtenAs(actor) });
    await askUntilAccepted(runtime, stores, { ...before, startsAt, sequence });
    return { startsAt: startsAt.toISOString(), late, row };
  });
}

/** The meeting took place: what waits for that is kept, unless it was missed before. */
export async function holdRetro(runtime: Runtime, change: Change): Promise<{ late: boolean; row: string }> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    await planned(stores, incident);
    const row = retroRow(runtime.playbook)?.id ?? '';
    await stores.retros.change(incident.id, { state: 'held' });
    const event = { kind: 'retro.held', incidentId: incident.id, at: now, actor: writtenAs(change.actor), data: { row } } as const;
    const kept = await happenedKeeping(runtime, stores, event);
    await refresh(stores, changing);
    return { late: !kept.includes(row), row };
  });
}

/**
 * A meeting that ends after its row's time misses it now, with that reason; one that is moved back in front of it makes it pending again,
 * if nothing but the plan had missed it.
 */
async function settleByTime(
  runtime: Runtime,
  stores: Stores,
  input: { incident: IncidentRow; before: RetroRow; endsAt: Date; now: Date; by: string },
): Promise<{ late: boolean; row: string }> {
  const { incident, before, endsAt, now, by } = input;
  const row = retroRow(runtime.playbook)?.id ?? '';
  const deadline = (await stores.deadlines.of(incident.id)).find(({ rowId }) => rowId === row);
  if (!deadline?.dueAt) return { late: false, row };
  const late = endsAt.getTime() > deadline.dueAt.getTime();
  if (late) {
    const reason = { code: 'moved' } as const;
    if (await missRetro(runtime, stores, { incidentId: incident.id, row, reason, now, by })) {
      await stores.retros.change(incident.id, { lateReason: reason });
    } else if (deadline.state === 'missed') {
      await stores.retros.change(incident.id, { lateReason: before.lateReason ?? deadline.reason });
    }
    return { late, row };
  }
  if (deadline.state === 'missed' && before.lateReason !== null) {
    await stores.deadlines.begin([{ ...deadline, state: 'pending', settledAt: null, reason: null }]);
    runtime.waker.wake('deadlines', deadline.dueAt);
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'deadline.pending', actor: by, data: { row } });
  }
  return { late, row };
}

async function planned(stores: Stores, incident: IncidentRow): Promise<RetroRow> {
  const retro = await stores.retros.find(incident.id);
  if (retro?.state === 'planned') return retro;
  if (retro?.state === 'held')
    throw new UserError(
      'retro_held',
      worded(({ reviews }) => reviews.retrospectiveOfWasHeldAlready(incident.id)),
    );
  throw noRetro(incident.id);
}

function noRetro(incidentId: number): UserError {
  return new UserError(
    'no_retro',
    worded(({ reviews }) => reviews.noRetrospectiveOfIsPlanned(incidentId)),
  );
}

function requireFuture(at: Date, now: Date): void {
  if (at.getTime() > now.getTime()) return;
  throw new UserError(
    'time_passed',
    worded(({ reviews }) => reviews.thatTimeHasPassedName),
    { argument: 'at' },
  );
}

function requireOther(retro: RetroRow, at: Date): void {
  if (at.getTime() !== retro.startsAt.getTime()) return;
  throw new UserError(
    'same_time',
    worded(({ reviews }) => reviews.retrospectiveIsPlannedForThatTime),
    { argument: 'at' },
  );
}

/** The first wins: the meeting is at another time than the person saw. */
async function movedMeanwhile(stores: Stores, { id }: IncidentRow, asks: string): Promise<UserError> {
  return saying(
    await whoWasFirst(stores, { incidentId: id, kinds: ['retro.moved'], asks }),
    new UserError(
      'retro_moved',
      worded(({ reviews }) => reviews.retrospectiveOfWasMovedMeanwhileRetro(id)),
    ),
  );
}

/** Whoever answers is invited from then on. */
async function invite(runtime: Runtime, stores: Stores, incident: IncidentRow, userId: string): Promise<void> {
  const { name, email } = contactOf(runtime.playbook, userId);
  await stores.retros.invite([{ incidentId: incident.id, userId, name, email: email ?? null, optional: false }]);
}

async function refresh(stores: Stores, { incident, now, key }: Changing): Promise<void> {
  await stores.outbox.add(retroRefreshRow(incident.id, key), now);
}
