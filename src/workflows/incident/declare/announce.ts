import { z } from 'zod';
import type { ChatMessage } from '../../../domain/chat/message.ts';
import { PermanentError, refusalOf, TransientError } from '../../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../../domain/incident/incident.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import { happened } from '../../../events/happened.ts';
import { worded } from '../../../languages/worded.ts';
import type { IncidentRow, Stores } from '../../../storage/index.ts';
import type { AnnouncementView } from '../../../views/updates.ts';
import { scenarioView } from '../../briefing/briefing-view.ts';
import { presentInStatus } from '../../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../../runtime/effect.ts';
import type { RunContext } from '../../runtime/run-kind.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { namedCause } from '../../updates/named-cause.ts';
import { sinceLastUpdate } from '../../updates/since-last-update.ts';
import { placeHome } from './place-home.ts';
import { declareRunId, messageKeys, REPLACE_AFTER_MS } from './steps.ts';

/** An announcement as it stands: where, and what it could not say yet. */
export interface Announced extends PostedRef {
  /** Names the place where people work on it. Absent in rows of earlier versions, which always did. */
  named?: boolean;
  /** Links the bridge. */
  linked?: boolean;
}

/** How soon to look again whether the other announcement has left. */
const LOOK_AGAIN_MS = 300;

/**
 * Says in the status channel that an incident has begun, unless it is over by then: a beginning after the end would mislead. As `home.thread` the
 * message is also the head of the thread in which the incident lives, and is posted in any case; one that has left already becomes that head.
 */
export async function announce(
  runtime: Runtime,
  { run, steps }: RunContext,
  incident: Incident,
  how: { step: 'announcement.post' | 'home.thread'; channelId?: string },
): Promise<Announced | null> {
  const { chat, clock, playbook, storage } = runtime;
  const isHome = how.step === 'home.thread';
  const channel = playbook.team.channels.status;
  const key = messageKeys.announcement(incident.id);
  const lane = { lane: isHome ? 'page' : 'update' } as const;
  return await steps.do<Announced | null>({
    name: how.step,
    ...(isHome && { replaceAfterMs: REPLACE_AFTER_MS }),
    look: async (since) => {
      const found = await chat.findPosted({ channel, key, since }, lane);
      // What it said is not known any more.
      return found && { ...found, named: false, linked: false };
    },
    run: async () => {
      const row = await storage.incidents.find(incident.id);
      if (!row || !(isHome || ACTIVE_STATES.includes(row.state))) return null;
      const message = announcementOf(runtime, row, { inThread: isHome, channelId: how.channelId });
      const said = { named: isHome || how.channelId !== undefined, linked: row.bridgeUrl !== null };
      const other = isHome || how.channelId === undefined ? await storage.steps.find(run.id, OTHER[how.step]) : undefined;
      // The head of a thread says the same.
      if (!isHome && other?.status === 'done' && other.outcome !== null) return null;
      // Both cannot wait for each other: what waits has a time at which it is tried again.
      if (other?.status === 'started' && (!isHome || other.nextAt === null))
        throw new TransientError(
          'announcing',
          worded(({ incidents }) => incidents.itWaitsForThePlaceOfTheIncident),
          SOON,
        );
      const before = other?.status === 'done' ? (other.outcome as Announced | null) : null;
      if (!before) return { ...(await postJoining(runtime, { channel, message, key }, lane)), ...said };
      await chat.update({ channel: before.channel, ts: before.ts, message }, lane);
      return { channel: before.channel, ts: before.ts, ...said };
    },
    record: async (stores, posted) => {
      await stores.outbox.letGo(announcementOfIncident(incident.id), clock.now());
      if (!posted) return;
      if (isHome) await placeHome(runtime, stores, incident.id, { channelId: posted.channel, threadTs: posted.ts });
      await happened(runtime, stores, {
        incidentId: incident.id,
        at: clock.now(),
        kind: 'incident.announced',
        actor: 'bongsu',
        data: { channel: posted.channel, ts: posted.ts },
      });
    },
  });
}

const OTHER = { 'announcement.post': 'home.thread', 'home.thread': 'announcement.post' } as const;
const SOON = { retryAfterMs: LOOK_AGAIN_MS };

/** What messages about an incident wait for in the status channel. */
export function announcementOfIncident(incidentId: number): string {
  return `announcement:${incidentId}`;
}

/** Without a place in rows that are written before anybody looked where it stands. */
const announcementEffect = effect('announcement.refresh', { payload: z.object({ channel: z.string(), ts: z.string() }).partial() });

/** Where the announcement of an incident stands; undefined when there is none. */
export async function announcementAt(
  storage: Pick<Runtime['storage'], 'steps'>,
  incidentId: number,
): Promise<(Announced & { isHome: boolean }) | undefined> {
  const steps = await storage.steps.of(declareRunId(incidentId));
  for (const name of ['home.thread', 'announcement.post']) {
    const step = steps.find((row) => row.name === name);
    if (step?.status === 'done' && step.outcome !== null) return { ...(step.outcome as Announced), isHome: name === 'home.thread' };
  }
  return undefined;
}

/** Has the announcement say how it is by now: its severity, its state, and its end. */
export async function refreshAnnouncement(
  { clock, waker }: Pick<Runtime, 'clock' | 'waker'>,
  stores: Stores,
  incidentId: number,
  cause: string,
): Promise<void> {
  const key = `announcement:${incidentId}:${cause}`;
  await stores.outbox.add(announcementEffect.row({ key, incidentId, lane: 'cosmetics', payload: {} }), clock.now());
  waker.wake('outbox', clock.now());
}

/** Has an announcement written anew that left before the channel or the bridge was known. */
export async function completeAnnouncement(
  { storage, clock, waker }: Runtime,
  { steps }: RunContext,
  incident: Incident,
  known: { channelId: string | undefined; bridgeUrl: string | undefined },
): Promise<void> {
  const posted = steps.outcomeOf<Announced>('home.thread') ?? steps.outcomeOf<Announced>('announcement.post');
  if (!posted) return;
  const link = posted.linked === false && known.bridgeUrl !== undefined;
  const place = posted.named === false && known.channelId !== undefined;
  if (!link && !place) return;
  const payload = { channel: posted.channel, ts: posted.ts };
  const key = `announcement:${incident.id}:${link ? 'link' : 'place'}`;
  await storage.outbox.add(announcementEffect.row({ key, incidentId: incident.id, lane: 'update', payload }), clock.now());
  waker.wake('outbox', clock.now());
}

/** Kind `announcement.refresh`: written from the incident as it is when it leaves, so that a late one does no harm. */
export const announcementRefreshKind = delivered(announcementEffect, (runtime): Delivers<typeof announcementEffect> => {
  return {
    run: async ({ incidentId, payload, lane }) => {
      const row = incidentId === null ? undefined : await runtime.storage.incidents.find(incidentId);
      if (!row) return { skipped: true };
      const known = await announcementAt(runtime.storage, row.id);
      const { channel = known?.channel, ts = known?.ts } = payload;
      if (channel === undefined || ts === undefined) return { skipped: true };
      const channelId = row.threadTs === null ? (row.channelId ?? undefined) : undefined;
      const end = ACTIVE_STATES.includes(row.state) ? {} : await endOf(runtime, row);
      await runtime.chat.update(
        { channel, ts, message: announcementOf(runtime, row, { inThread: row.threadTs === ts, channelId }, end) },
        { lane },
      );
      return {};
    },
  };
});

type End = Pick<AnnouncementView, 'cause' | 'done'>;

/** What is said of one that is over: its cause, and what was done. */
async function endOf(runtime: Runtime, row: IncidentRow): Promise<End> {
  const [{ done }, diagnosis] = await Promise.all([sinceLastUpdate(runtime, row, { all: true }), runtime.storage.diagnoses.of(row.id)]);
  const cause = namedCause(runtime.playbook, diagnosis);
  return { ...(cause && { cause }), ...(done.length > 0 && { done }) };
}

function announcementOf(
  runtime: Runtime,
  row: IncidentRow,
  where: { inThread: boolean; channelId: string | undefined },
  end: End = {},
): ChatMessage {
  const scenario = scenarioView(runtime, row);
  return presentInStatus(runtime).announcement({
    incident: row,
    ...(where.channelId !== undefined && { channelId: where.channelId }),
    ...(where.inThread && { inThread: true }),
    ...(row.bridgeUrl && { bridgeUrl: row.bridgeUrl }),
    ...(scenario && { scenario }),
    ...end,
    now: runtime.clock.now(),
  });
}

/** Posts to a channel that the bot may not have been invited to: a public one it joins by itself. */
export async function postJoining(
  runtime: Pick<Runtime, 'chat'>,
  input: Parameters<Runtime['chat']['post']>[0],
  options: Parameters<Runtime['chat']['post']>[1],
): Promise<PostedRef> {
  try {
    return await runtime.chat.post(input, options);
  } catch (error) {
    if (!(error instanceof PermanentError && error.code === 'not_in_channel')) throw error;
    await runtime.chat.join({ channel: input.channel }, options).catch((refused: unknown) => {
      // That it cannot be joined says less than that we are not in it.
      throw refusalOf(refused)?.refused.about === 'place' ? error : refused;
    });
    return await runtime.chat.post(input, options);
  }
}
