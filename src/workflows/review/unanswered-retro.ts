import { z } from 'zod';
import type { Incident } from '../../domain/incident/incident.ts';
import { happened } from '../../events/happened.ts';
import type { IncidentRow, RetroInviteeRow, RetroRow, Stores } from '../../storage/index.ts';
import { type Destination, send } from '../messages/chat-message.ts';
import { presentFor } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { happens, timer } from '../runtime/timer.ts';
import { leadsOf } from './leads-of.ts';
import { retroView } from './retro-view.ts';

/** Who is asked: those who have not answered, then whoever leads, when nobody has accepted. */
const ASKS = ['people', 'lead'] as const;

/** After which part of the time until the meeting. */
const AFTER = { people: 0.5, lead: 0.75 };

const unanswered = timer('retro.unanswered', z.object({ sequence: z.number(), asks: z.enum(ASKS) }));

/** Has those asked again who do not answer, and whoever leads told when nobody accepts: both before the meeting, which is before its row is due. An earlier plan's are set anew. */
export async function askUntilAccepted({ clock, waker }: Pick<Runtime, 'clock' | 'waker'>, stores: Stores, retro: RetroRow): Promise<void> {
  const { incidentId, sequence, startsAt } = retro;
  const now = clock.now().getTime();
  for (const asks of ASKS) {
    const dueAt = new Date(now + Math.max(0, startsAt.getTime() - now) * AFTER[asks]);
    await stores.timers.set(unanswered.row({ key: keyOf(incidentId, asks), incidentId, data: { sequence, asks }, dueAt }));
    waker.wake('timers', dueAt);
  }
}

export async function stopAsking(stores: Stores, { id }: Pick<Incident, 'id'>): Promise<void> {
  for (const asks of ASKS) await stores.timers.stop(unanswered.of(keyOf(id, asks)));
}

function keyOf(incidentId: number, asks: (typeof ASKS)[number]): string {
  return `${incidentId}:${asks}`;
}

/** Timer `retro.unanswered`: first those who have not answered, then whoever leads. Looked at again each time: somebody may have accepted, or moved it. */
export const retroUnanswered = happens(unanswered, (runtime) => async (stores, { incident, data }) => {
  if (!incident) return undefined;
  const retro = await stores.retros.find(incident.id);
  const now = runtime.clock.now();
  if (retro?.state !== 'planned' || retro.sequence !== data.sequence || retro.startsAt <= now) return undefined;
  const invitees = await stores.retros.invitees(incident.id);
  const needed = invitees.filter(({ optional }) => !optional);
  if (data.asks === 'people') {
    const people = needed.filter(({ answer }) => answer === null).map(({ userId }) => userId);
    await tell(runtime, stores, { incident, retro, invitees, people, kind: 'unanswered' });
    return undefined;
  }
  if (needed.some(({ answer }) => answer === 'accepted')) return undefined;
  await tell(runtime, stores, { incident, retro, invitees, people: await leadsOf(runtime, stores, incident), kind: 'nobody' });
  const event = {
    incidentId: incident.id,
    at: now,
    kind: 'retro.unanswered',
    actor: 'bongsu',
    data: { sequence: retro.sequence },
  } as const;
  await happened(runtime, stores, event);
  return undefined;
});

interface Telling {
  incident: IncidentRow;
  retro: RetroRow;
  invitees: readonly RetroInviteeRow[];
  people: readonly string[];
  kind: 'unanswered' | 'nobody';
}

async function tell(runtime: Runtime, stores: Stores, { incident, retro, invitees, people, kind }: Telling): Promise<void> {
  const key = `retro-${kind}:${incident.id}:${retro.sequence}`;
  // Where nobody leads, everybody of the incident hears of it.
  const places: [string, Destination][] =
    people.length === 0 && kind === 'nobody' ? [[key, { to: 'home' }]] : people.map((user) => [`${key}:${user}`, { to: 'direct', user }]);
  for (const [placeKey, destination] of places) {
    const reader = destination.to === 'direct' ? { person: destination.user } : { incident };
    const message = presentFor(runtime, reader).retroReminder({ ...retroView(runtime, incident, retro, invitees), kind });
    await send(runtime, stores, { key: placeKey, incidentId: incident.id, lane: 'update', destination, message });
  }
  runtime.waker.wake('outbox', runtime.clock.now());
}
