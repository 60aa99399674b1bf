import { z } from 'zod';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Lane } from '../../domain/ports/chat.ts';
import type { IncidentRow, NewOutboxRow, Stores } from '../../storage/index.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { NoHome } from '../runtime/delivery-failed.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Where an incident lives. Throws while it has no place yet: what waits for it leaves when there is one. */
export function homePlace(incident: Pick<IncidentRow, 'channelId' | 'threadTs'> | undefined): { channel: string; threadTs?: string } {
  if (!incident?.channelId) throw new NoHome();
  return { channel: incident.channelId, ...(incident.threadTs !== null && { threadTs: incident.threadTs }) };
}

/** Where a message goes: the incident's home (resolved when it leaves), a channel, somebody's direct messages, or an existing message that is edited. */
export const destination = z.discriminatedUnion('to', [
  z.object({ to: z.literal('home') }),
  z.object({ to: z.literal('channel'), channel: z.string(), threadTs: z.string().optional() }),
  z.object({ to: z.literal('direct'), user: z.string() }),
  z.object({ to: z.literal('edit'), channel: z.string(), ts: z.string() }),
]);

export type Destination = z.infer<typeof destination>;

/** A message as a presenter made it; what is inside its blocks is passed on unread. */
export const chatMessage: z.ZodType<ChatMessage> = z.object({
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })).exactOptional(),
});

/** A message on its way to Slack; `key` is derived from its cause. */
export interface Outgoing {
  key: string;
  /** Null for what belongs to no incident; its destination is then a place. */
  incidentId: number | null;
  lane: Lane;
  destination: Destination;
  message: ChatMessage;
}

/** A message that was written when it was decided on. */
const messageEffect = effect('chat.message', {
  payload: z.object({ destination, message: chatMessage }),
  place: ({ destination: where }) => (where.to === 'channel' || where.to === 'edit' ? `channel ${where.channel}` : undefined),
  atHome: ({ destination: where }) => where.to === 'home',
  // Somebody who cannot be written to is told where everybody of the incident reads.
  instead: ({ incidentId, payload }) =>
    incidentId !== null && payload.destination.to === 'direct' ? { ...payload, destination: { to: 'home' as const } } : undefined,
});

/** The outbox row of a message. */
export function outboxRow({ key, incidentId, lane, ...payload }: Outgoing): NewOutboxRow {
  return messageEffect.row({ key, incidentId, lane, payload });
}

/** Puts a message into the outbox. */
export async function send(runtime: Runtime, stores: Stores, outgoing: Outgoing): Promise<void> {
  await stores.outbox.add(outboxRow(outgoing), runtime.clock.now());
}

type MessageRow = ReturnType<typeof messageEffect.read>;

export const chatMessageKind = delivered(messageEffect, (runtime): Delivers<typeof messageEffect> => {
  const { chat, storage } = runtime;
  const place = async ({ incidentId, lane, payload }: MessageRow): Promise<{ channel: string; threadTs?: string }> => {
    const { destination: where } = payload;
    if (where.to === 'direct') return { channel: await chat.openDirect({ user: where.user }, { lane }) };
    if (where.to === 'channel' && where.threadTs !== undefined) return { channel: where.channel, threadTs: where.threadTs };
    if (where.to !== 'home') return { channel: where.channel };
    return homePlace(incidentId === null ? undefined : await storage.incidents.find(incidentId));
  };
  return {
    look: async (row, since) => {
      if (row.payload.destination.to === 'edit') return undefined;
      return await chat.findPosted({ ...(await place(row)), key: row.key, since }, { lane: row.lane });
    },
    run: async (row) => {
      const { destination: where, message: said } = row.payload;
      if (where.to === 'edit') {
        await chat.update({ channel: where.channel, ts: where.ts, message: said }, { lane: row.lane });
        return {};
      }
      return await postJoining(runtime, { ...(await place(row)), message: said, key: row.key }, { lane: row.lane });
    },
  };
});
