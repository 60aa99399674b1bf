import type { Late } from '../../domain/deadlines/reason.ts';
import { memberHere } from '../../domain/incident/actor.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { maySee } from '../../domain/incident/permissions.ts';
import { saidIn } from '../../domain/language/said.ts';
import { planFollowUps } from '../../domain/review/follow-ups.ts';
import type { World } from '../../events/follower.ts';
import { happened } from '../../events/happened.ts';
import { missRow } from '../../events/settle.ts';
import type { IncidentRow, RetroRow, Stores } from '../../storage/index.ts';
import { namedIn } from '../diagnosis/named-in.ts';
import type { Changing } from '../incident/change-incident.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { slackIds } from '../oncall/people.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { followUpViews } from './follow-up-views.ts';
import { inviteesOf } from './retro-people.ts';
import { retroPlan } from './retro-plan.ts';
import { retroRow } from './retro-row.ts';
import { startRetroRun } from './retro-run.ts';
import { askUntilAccepted, stopAsking } from './unanswered-retro.ts';

/**
 * What recovery starts besides its deadlines, in the same transaction: the retrospective (T1), whose invitation leaves at once through a run
 * of its own, and the follow-ups (N1 …). To be called after the deadlines of recovery have begun.
 */
export async function planReview(runtime: Runtime, { stores, incident, now }: Changing): Promise<void> {
  const resolved: IncidentRow = { ...incident, state: 'resolved', resolvedAt: now };
  await planMeeting(runtime, stores, resolved, now);
  await openFollowUps(runtime, stores, resolved, now);
}

/** An incident that goes on, or never was one, is not reviewed: the meeting is taken back and open follow-ups are dropped. */
export async function cancelReview(runtime: Runtime, { stores, incident, now }: Changing): Promise<void> {
  const dropped = await stores.followUps.cancelOpen(incident.id);
  if (dropped > 0) {
    await happened(runtime, stores, {
      incidentId: incident.id,
      at: now,
      kind: 'follow-ups.cancelled',
      actor: 'bongsu',
      data: { count: dropped },
    });
  }
  const retro = await stores.retros.find(incident.id);
  if (retro?.state !== 'planned') return;
  const sequence = retro.sequence + 1;
  await stores.retros.change(incident.id, { state: 'cancelled', sequence });
  await stopAsking(stores, incident);
  const data = { startsAt: retro.startsAt.toISOString(), sequence };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'retro.cancelled', actor: 'bongsu', data });
  await send(runtime, stores, {
    key: `retro-cancelled:${incident.id}:${sequence}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).retroCancelled({ incident, startsAt: retro.startsAt, now }),
  });
  await startRetroRun(stores, { incidentId: incident.id, sequence, act: 'cancel', now });
}

async function planMeeting(runtime: Runtime, stores: Stores, incident: IncidentRow, now: Date): Promise<void> {
  const { playbook } = runtime;
  const row = retroRow(playbook);
  if (!row) return;
  const deadline = (await stores.deadlines.of(incident.id)).find(({ rowId }) => rowId === row.id);
  // The scenario needs no retrospective: the row is waived with that reason.
  if (deadline?.state === 'waived') return;
  const invitees = await inviteesOf(runtime, stores, incident);
  const plan = await retroPlan(runtime, stores, { incident, invitees, resolvedAt: now, withinMs: row.withinMs });
  const lateReason = plan.withinDeadline ? null : ({ code: 'no-working-hour' } as const);
  const before = await stores.retros.find(incident.id);
  const sequence = before ? before.sequence + 1 : 0;
  const retro: RetroRow = {
    incidentId: incident.id,
    uid: before?.uid ?? `retro-${incident.id}-${incident.detectedAt.getTime()}@bongsu`,
    sequence,
    state: 'planned',
    startsAt: plan.startsAt,
    endsAt: plan.endsAt,
    lateReason,
    absent: plan.absent,
    // A meeting that is still to be taken back is moved instead.
    meetingId: before?.meetingId ?? null,
    joinUrl: before?.joinUrl ?? null,
    channelId: before?.channelId ?? null,
    ts: before?.ts ?? null,
  };
  await stores.retros.save(retro);
  await stores.retros.invite(invitees);
  await stores.retros.forgetAnswers(incident.id);
  const data = { startsAt: plan.startsAt.toISOString(), endsAt: plan.endsAt.toISOString(), sequence };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'retro.planned', actor: 'bongsu', data });
  if (lateReason !== null)
    await missRetro(runtime, stores, { incidentId: incident.id, row: row.id, reason: lateReason, now, by: 'bongsu' });
  await startRetroRun(stores, { incidentId: incident.id, sequence, act: 'plan', now });
  await askUntilAccepted(runtime, stores, retro);
}

/** The row cannot be kept any more with this meeting; it is said with the invitation. */
export async function missRetro(
  runtime: World,
  stores: Stores,
  input: { incidentId: number; row: string; reason: Late; now: Date; by: string },
): Promise<boolean> {
  const { incidentId, row, reason, now, by } = input;
  const data = { row, reason: reason.code };
  return await missRow(runtime, stores, { kind: 'deadline.missed', incidentId, at: now, actor: by, data }, { reason });
}

async function openFollowUps(runtime: Runtime, stores: Stores, incident: IncidentRow, now: Date): Promise<void> {
  const { playbook, waker } = runtime;
  const named = namedIn(await stores.diagnoses.of(incident.id));
  const planned = planFollowUps(playbook, { resolvedAt: now, scenario: incident.scenario, named });
  if (planned.length === 0) return;
  const maySeeIt = await readersOf(runtime, stores, incident);
  await stores.followUps.open(
    planned.map(({ rowId, owner, dueAt, nextAt }) => {
      const [user] = owner === null ? [] : slackIds(playbook, [owner]);
      return {
        incidentId: incident.id,
        rowId,
        title: saidIn(playbook.followUps[rowId]?.title ?? rowId, playbook.team.language),
        // A private incident is not told to somebody only because a follow-up of its kind is theirs.
        owner: user !== undefined && maySeeIt(user) ? user : null,
        createdAt: now,
        dueAt,
        nextAt,
      };
    }),
  );
  for (const moment of new Set(planned.map(({ nextAt }) => nextAt.getTime()))) waker.wake('follow-ups', new Date(moment));
  const rows = await stores.followUps.of(incident.id);
  const data = { rows: rows.filter(({ state }) => state === 'open').map(({ rowId }) => rowId) };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'follow-ups.opened', actor: 'bongsu', data });
  await send(runtime, stores, {
    key: `follow-ups:${incident.id}:${now.getTime()}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).followUps({ incident, followUps: followUpViews(runtime, rows), now }),
  });
}

async function readersOf(runtime: Runtime, stores: Stores, incident: Incident): Promise<(user: string) => boolean> {
  const [roles, pages] = [await stores.roles.of(incident.id), await stores.pages.of(incident.id)];
  const paged = pages.map((page) => page.userId);
  return (user) => maySee(incident, { actor: memberHere(user), playbook: runtime.playbook, roles, paged });
}
