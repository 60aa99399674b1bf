import { z } from 'zod';
import { asRead } from '../../domain/chat/typed-text.ts';
import { PermanentError, UserError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { requirePermission } from '../../domain/incident/permissions.ts';
import type { ReadMessage } from '../../domain/ports/chat.ts';
import { happened } from '../../events/happened.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';

/** How somebody chose a message. */
export const CHOSEN_BY = ['reaction', 'pin', 'shortcut'] as const;

const addMessageEffect = effect('timeline.add-message', {
  payload: z.object({ channel: z.string(), ts: z.string(), by: z.string(), how: z.enum(CHOSEN_BY) }),
});

/** Longer messages are cut: the permalink leads to all of it. */
const TEXT_MAX = 4_000;
const FILES_MAX = 10;

/** A message that somebody chose. */
export interface Chosen {
  channel: string;
  ts: string;
  /** Slack id of who chose it. */
  by: string;
  how: (typeof CHOSEN_BY)[number];
}

/** Somebody wants a message of an incident's channel in the timeline; undefined when the channel belongs to no incident. `means`: whether its service means that by it. */
export async function messageChosen(
  { storage, clock, waker, services }: WholeRuntime,
  { channel, ts, by, how }: Chosen,
  means: (of: Runtime) => boolean = () => true,
): Promise<Incident | undefined> {
  const incident = await storage.incidents.findByChannel(channel);
  if (!incident || !means(services.of(incident))) return undefined;
  const key = `timeline-message:${incident.id}:${channel}:${ts}:${by}`;
  const payload = { channel, ts, by, how };
  await storage.outbox.add(addMessageEffect.row({ key, incidentId: incident.id, lane: 'cosmetics', payload }), clock.now());
  waker.wake('outbox', clock.now());
  return incident;
}

type Read = { message: ReadMessage; permalink: string | undefined };

/**
 * Kind `timeline.add-message`: the message is read as it stands now, and written down once, however often and by however many it was chosen. What a program wrote, Bongsu among
 * them, stands in the timeline in other ways.
 */
export const addMessageKind = delivered(addMessageEffect, (runtime): Delivers<typeof addMessageEffect, Read> => {
  const { chat, storage, clock, membership, playbook } = runtime;
  return {
    run: async ({ incidentId, lane, payload: { channel, ts, by } }) => {
      const incident = incidentId === null ? undefined : await storage.incidents.find(incidentId);
      if (!incident || incident.channelId !== channel) return { skipped: true };
      try {
        requirePermission('everyone', { actor: await membership.of({ kind: 'person', id: by, standing: 'unknown' }), playbook, incident });
      } catch (error) {
        if (error instanceof UserError) return { skipped: true };
        throw error;
      }
      const message = await chat.readMessage({ channel, ts }, { lane });
      if (!message || message.isBot) return { skipped: true };
      return { message, permalink: await permalinkOf(runtime, { channel, ts }) };
    },
    record: async (stores, { incidentId, payload }, { message, permalink }) => {
      const { channel, ts, by, how } = payload;
      const incident = incidentId === null ? undefined : await stores.incidents.lock(incidentId);
      if (!incident || (await stores.timeline.lastOf(incident.id, ['message.added'], { channel, ts }))) return;
      const files = message.files.slice(0, FILES_MAX);
      const data = {
        channel,
        ts,
        author: message.author,
        text: asRead(message.text).slice(0, TEXT_MAX),
        ...(permalink !== undefined && { permalink }),
        ...(files.length > 0 && { files }),
        how,
      };
      await happened(runtime, stores, { incidentId: incident.id, at: clock.now(), kind: 'message.added', actor: by, data });
    },
  };
});

/** The message is worth more than the way to it. */
async function permalinkOf({ chat }: Pick<Runtime, 'chat'>, at: { channel: string; ts: string }): Promise<string | undefined> {
  try {
    return await chat.permalink(at, { lane: 'cosmetics' });
  } catch (error) {
    if (error instanceof PermanentError) return undefined;
    throw error;
  }
}
