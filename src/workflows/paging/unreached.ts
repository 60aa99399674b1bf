import type { ChatMessage } from '../../domain/chat/message.ts';
import { TransientError } from '../../domain/errors.ts';
import { isForPerson } from '../../domain/paging/calls.ts';
import { happened } from '../../events/happened.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import type { UnreachedView } from '../../views/paging.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident, presentInStatus } from '../messages/present-for.ts';
import { lookIfAllowed } from '../runtime/look.ts';
import type { Concern, ReadinessCheck } from '../runtime/readiness.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Where people are told that nobody can be reached: the incident's channel and, unless it is private, the status channel. */
interface Place {
  key: string;
  message: ChatMessage;
  destination: { to: 'home' } | { to: 'channel'; channel: string };
}

/** Says that nobody can be reached, once: nobody is left who could be asked. In the transaction that found it out. */
export async function sayUnreached(runtime: Runtime, stores: Stores, incident: IncidentRow, pages: readonly PageRow[] = []): Promise<void> {
  const now = runtime.clock.now();
  if (!(await stores.escalations.unreached(incident.id, now, { said: true }))) return;
  const data = { people: pages.map(({ userId, trouble }) => ({ user: userId, why: trouble?.why ?? null })) };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'page.unreached', actor: 'bongsu', data });
  for (const place of unreachedPlaces(runtime, incident, pages))
    await send(runtime, stores, { ...place, incidentId: incident.id, lane: 'ack' });
  await touched(runtime, stores, incident);
}

/**
 * The same while pages are still being tried: said at once or not at all, so that nobody reads it when it is true no more. What could not be said is said after the next round
 * of tries; `/readyz` tells it in any case.
 */
export async function sayUnreachedNow(runtime: Runtime, incident: IncidentRow, pages: readonly PageRow[]): Promise<void> {
  const { chat, clock, log, storage } = runtime;
  const now = clock.now();
  const row = await storage.escalations.of(incident.id);
  if (row?.unreachedSaidAt) return;
  await storage.escalations.unreached(incident.id, now, { said: false });
  const since = row?.unreachedAt ?? now;
  const lane = { lane: 'ack' } as const;
  const home =
    incident.channelId === null
      ? undefined
      : { channel: incident.channelId, ...(incident.threadTs !== null && { threadTs: incident.threadTs }) };
  const said = await Promise.allSettled(
    unreachedPlaces(runtime, incident, pages).map(async ({ key, message, destination }) => {
      const place = destination.to === 'channel' ? { channel: destination.channel } : home;
      if (!place) throw new TransientError('no_home', 'The incident has no channel yet.');
      // An earlier round may have said it at one of the places.
      const found = await lookIfAllowed(log, { outbox: key }, () => chat.findPosted({ ...place, key, since }, lane));
      if (!found) await postJoining(runtime, { ...place, message, key }, lane);
    }),
  );
  const failed = said.find((one) => one.status === 'rejected');
  if (failed)
    return log.warn(
      { err: failed.reason, incident: incident.id },
      'Nobody could be paged, and people could not be told so; both are tried again.',
    );
  await storage.transaction(async (stores) => {
    await stores.incidents.lock(incident.id);
    if (!(await stores.escalations.unreached(incident.id, now, { said: true }))) return;
    const data = { people: pages.map(({ userId, trouble }) => ({ user: userId, why: trouble?.why ?? null })) };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'page.unreached', actor: 'bongsu', data });
    await touched(runtime, stores, incident);
  });
}

/** Somebody was reached after all, or has the incident: those who were told otherwise are told so. */
export async function sayReached(runtime: Runtime, stores: Stores, incident: IncidentRow, user: string): Promise<void> {
  const before = await stores.escalations.reached(incident.id);
  if (!before) return;
  // The briefing said what was in the way.
  await touched(runtime, stores, incident);
  if (before.said === null) return;
  const now = runtime.clock.now();
  const key = `reached:${incident.id}:${before.said.getTime()}`;
  const common = { incidentId: incident.id, lane: 'ack' } as const;
  const view = { incident, user, now };
  await send(runtime, stores, {
    ...common,
    key,
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).reachedNotice(view),
  });
  if (!incident.private) {
    const destination = { to: 'channel' as const, channel: runtime.playbook.team.channels.status };
    await send(runtime, stores, { ...common, key: `${key}:status`, destination, message: presentInStatus(runtime).reachedNotice(view) });
  }
}

function unreachedPlaces(runtime: Runtime, incident: IncidentRow, pages: readonly PageRow[]): Place[] {
  const key = `unreached:${incident.id}:${incident.clockStartedAt.getTime()}`;
  const people = pages.filter((page) => !isForPerson(page)).map(({ userId, trouble }) => ({ user: userId, ...(trouble && { trouble }) }));
  const view: UnreachedView = { incident, people, now: runtime.clock.now() };
  const home: Place = { key, destination: { to: 'home' }, message: presentInIncident(runtime, incident).unreachedNotice(view) };
  if (incident.private) return [home];
  const destination = { to: 'channel' as const, channel: runtime.playbook.team.channels.status };
  return [home, { key: `${key}:status`, destination, message: presentInStatus(runtime).unreachedNotice(view) }];
}

async function touched(runtime: Runtime, stores: Stores, incident: IncidentRow): Promise<void> {
  wakeBriefings(runtime);
  await stores.incidents.touchBriefing(incident.id, runtime.clock.now(), runtime.playbook.briefing.editAtMostEvery);
}

/** What `/readyz` tells: incidents that nobody could be called to. Not a reason to take no requests. */
export const unreachedCheck: ReadinessCheck =
  ({ storage }) =>
  async (): Promise<Concern[]> =>
    (await storage.escalations.allUnreached()).map(({ incidentId, since }) => ({
      code: 'nobody_reached',
      text: `Nobody could be paged for incident #${incidentId} since ${since.toISOString()}: call somebody, and look at the people on call and at the ways to page with npm run doctor.`,
      unready: false,
    }));
