import { THREAD_GONE } from '../../domain/chat/loses-place.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { happened } from '../../events/happened.ts';
import type { LostHomeRow, Stores } from '../../storage/index.ts';
import { topicRefreshRow } from '../incident/refresh-topic.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { leaveMessages } from './leave-messages.ts';
import { releaseWaiting } from './release-waiting.ts';

/** A channel can be written to again: the incidents that lived there go back, and whatever waited for it leaves, in its order. */
export async function placeBack(whole: WholeRuntime, channelId: string): Promise<void> {
  const { storage, log, places, waker, clock } = whole;
  const known = await storage.gonePlaces.remove(channelId);
  places.open(channelId);
  // Nobody goes back to a thread that was deleted.
  const gone = (await storage.lostHomes.of(channelId)).filter(({ code }) => code !== THREAD_GONE);
  for (const lost of gone) await storage.transaction((stores) => goBack(whole, stores, lost));
  const pieces = await releaseWaiting(whole, channelId);
  if (known) log.info({ channel: channelId, pieces }, 'A channel is back; what waited for it leaves.');
  const now = clock.now();
  waker.wake('outbox', now);
  waker.wake('briefings', now);
}

async function goBack(whole: WholeRuntime, stores: Stores, { incidentId }: LostHomeRow): Promise<void> {
  const incident = await stores.incidents.lock(incidentId);
  const lost = await stores.lostHomes.find(incidentId);
  if (!incident || !lost) return;
  const runtime = whole.services.of(incident);
  const now = runtime.clock.now();
  const { channelId, threadTs, briefingTs, lostAt } = lost;
  const standIn = { channelId: incident.channelId, threadTs: incident.threadTs, briefingTs: incident.briefingTs };
  await stores.lostHomes.remove(incidentId);
  await stores.incidents.place(incidentId, { channelId, threadTs, briefingTs, briefingDueAt: briefingTs === null ? null : now });
  if (standIn.channelId !== null) await leaveMessages(runtime, stores, incidentId, standIn.channelId);
  await stores.outbox.homeFound(incidentId, now);
  await stores.outbox.add(topicRefreshRow(incidentId, `back-${lostAt.getTime()}`), now);
  await happened(runtime, stores, { incidentId, at: now, kind: 'home.back', actor: 'bongsu', data: { channel: channelId } });
  // Archived long after its end and taken out again: nobody looks for it elsewhere.
  if (standIn.channelId === null && !ACTIVE_STATES.includes(incident.state)) return;
  await sayBack(runtime, stores, lost, standIn, now);
}

async function sayBack(
  runtime: Runtime,
  stores: Stores,
  { incidentId, channelId, threadTs, lostAt }: LostHomeRow,
  standIn: { channelId: string | null; threadTs: string | null; briefingTs: string | null },
  now: Date,
): Promise<void> {
  const incident = await stores.incidents.find(incidentId);
  if (!incident) return;
  const present = presentInIncident(runtime, incident);
  const view = { incident, channelId, since: lostAt, now };
  const common = { incidentId, lane: 'update' } as const;
  const key = `home-back:${incidentId}:${lostAt.getTime()}`;
  await send(runtime, stores, { ...common, key, destination: { to: 'home' }, message: present.homeBack(view) });
  if (standIn.channelId === null) return;
  const left = present.homeLeft(view);
  const place = { channel: standIn.channelId, ...(standIn.threadTs !== null && { threadTs: standIn.threadTs }) };
  await send(runtime, stores, { ...common, key: `${key}:left`, destination: { to: 'channel', ...place }, message: left });
  if (standIn.briefingTs === null || (standIn.channelId === channelId && standIn.threadTs === threadTs)) return;
  const briefing = { to: 'edit' as const, channel: standIn.channelId, ts: standIn.briefingTs };
  await send(runtime, stores, { ...common, key: `${key}:briefing`, destination: briefing, message: left });
}
