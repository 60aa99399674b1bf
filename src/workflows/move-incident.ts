import { planDeadlines } from '../domain/deadlines.ts';
import { ESCALATING_STATES, type IncidentState, type Move, statesAfter } from '../domain/incident.ts';
import { nextUpdateAt } from '../domain/updates.ts';
import { type Change, type Changing, changeIncident } from './change-incident.ts';
import { send } from './deliver-outbox.ts';
import type { Runtime } from './runtime/runtime.ts';

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

/** Moves an incident through its states; throws UserError `illegal_move` naming what is possible. */
export async function moveIncident(runtime: Runtime, change: Change & { move: Move; note?: string | undefined }): Promise<Moved> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const path = statesAfter(incident.state, change.move);
    const to = path[path.length - 1] ?? incident.state;
    for (const state of path) {
      await stores.timeline.append({
        incidentId: incident.id,
        at: now,
        kind: `incident.${state}`,
        actor: change.actor.id,
        data: { from: incident.state, ...(change.note && { note: change.note }) },
      });
    }
    const stamps = Object.fromEntries(path.flatMap((state) => (STAMP[state] ? [[STAMP[state], now]] : [])));
    const cleared = to === 'reopened' ? { mitigatedAt: null, resolvedAt: null, closedAt: null } : {};
    await stores.incidents.change(incident.id, { state: to, ...stamps, ...cleared });
    await followUp(runtime, changing, to);
    const moved = { ...incident, state: to, ...stamps, ...cleared };
    const note = change.note ? { note: change.note } : {};
    const notice = runtime.present.movedNotice({ incident: moved, move: change.move, by: change.actor.id, ...note, now });
    const key = `moved:${incident.id}:${incident.version}`;
    await send(runtime, stores, { key, incidentId: incident.id, lane: 'update', destination: { to: 'home' }, message: notice });
    if (!incident.private) {
      const channel = runtime.playbook.team.channels.status;
      const destination = { to: 'channel' as const, channel };
      await send(runtime, stores, { key: `${key}:status`, incidentId: incident.id, lane: 'update', destination, message: notice });
    }
    return { incidentId: incident.id, from: incident.state, to };
  });
}

/** What the new state starts and stops: updates stop at resolved and cancelled; deadlines after recovery begin; a cancelled one owes nothing. */
async function followUp(runtime: Runtime, { stores, incident, now }: Changing, to: IncidentState): Promise<void> {
  const { playbook } = runtime;
  if (to === 'resolved' || to === 'cancelled') await stores.updates.stop(incident.id);
  if (to === 'cancelled') await stores.deadlines.waiveAll(incident.id, now, 'The incident was cancelled as a false alarm.');
  if (to === 'resolved') {
    const planned = planDeadlines(playbook, {
      from: 'recovery',
      startedAt: now,
      scenario: incident.scenario,
      isPrivate: incident.private,
      language: playbook.team.language,
    });
    await stores.deadlines.begin(
      planned.map(({ waivedBecause, ...deadline }) => ({
        incidentId: incident.id,
        ...deadline,
        state: waivedBecause === null ? ('pending' as const) : ('waived' as const),
        settledAt: waivedBecause === null ? null : now,
        reason: waivedBecause,
      })),
    );
  }
  if (to === 'reopened' && !incident.private) {
    const nextAt = nextUpdateAt(incident.detectedAt, playbook.updates.every[incident.severity], now);
    await stores.updates.start(incident.id, nextAt);
    runtime.waker.wake('updates', nextAt);
  }
  if (ESCALATING_STATES.includes(to) && incident.briefingTs !== null && incident.briefingDueAt === null) {
    await stores.incidents.place(incident.id, { briefingDueAt: now });
  }
}
