import { PermanentError } from '../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../domain/incident.ts';
import type { PostedRef } from '../../domain/ports.ts';
import { scenarioView } from '../briefing-view.ts';
import { presentInStatus } from '../present-for.ts';
import type { RunContext } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { placeHome } from './place-home.ts';
import { messageKeys } from './steps.ts';

/**
 * Says in the status channel that an incident has begun, unless it is over by then: a beginning after the end would mislead. As `home.thread` the
 * message is also the head of the thread in which the incident lives, and is posted in any case.
 */
export async function announce(
  runtime: Runtime,
  { steps }: RunContext,
  incident: Incident,
  how: { step: 'announcement.post' | 'home.thread'; channelId?: string },
): Promise<PostedRef | null> {
  const { chat, clock, playbook, storage } = runtime;
  const present = presentInStatus(runtime);
  const isHome = how.step === 'home.thread';
  const channel = playbook.team.channels.status;
  const key = messageKeys.announcement(incident.id);
  const lane = { lane: isHome ? 'page' : 'update' } as const;
  return await steps.do<PostedRef | null>({
    name: how.step,
    look: (since) => chat.findPosted({ channel, key, since }, lane),
    run: async () => {
      const row = await storage.incidents.find(incident.id);
      if (!row || !(isHome || ACTIVE_STATES.includes(row.state))) return null;
      const { bridgeUrl } = row;
      const scenario = scenarioView(runtime, row);
      const message = present.announcement({
        incident: row,
        ...(how.channelId !== undefined && { channelId: how.channelId }),
        ...(isHome && { inThread: true }),
        ...(bridgeUrl && { bridgeUrl }),
        ...(scenario && { scenario }),
        now: clock.now(),
      });
      return await postJoining(runtime, { channel, message, key }, lane);
    },
    record: async (stores, posted) => {
      if (!posted) return;
      if (isHome) await placeHome(runtime, stores, incident.id, { channelId: posted.channel, threadTs: posted.ts });
      await stores.timeline.append({
        incidentId: incident.id,
        at: clock.now(),
        kind: 'incident.announced',
        actor: 'bongsu',
        data: { ...posted },
      });
    },
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
    await runtime.chat.join({ channel: input.channel }, options);
    return await runtime.chat.post(input, options);
  }
}
