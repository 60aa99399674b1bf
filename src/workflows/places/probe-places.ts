import { howGone } from '../../domain/chat/refusals.ts';
import { errorText, refusalOf } from '../../domain/errors.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { placeBack } from './place-back.ts';
import { nextProbeAt } from './places.ts';

/**
 * Looks at every channel that is gone and due for it, more and more rarely, save the status channel, which every incident needs; and lets this process
 * know what the others have found.
 */
export function placesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, places, services, waker } = whole;
  return async () => {
    const status = new Set(services.all.map(({ playbook }) => playbook.team.channels.status));
    const gone = await storage.gonePlaces.all();
    places.sync(gone);
    const now = clock.now();
    for (const { channelId, probes, probeAt, code } of gone) {
      if (probeAt.getTime() > now.getTime()) continue;
      const nextAt = nextProbeAt(now, status.has(channelId) ? Math.min(probes + 1, ALWAYS) : probes + 1);
      if (!(await storage.gonePlaces.beginProbe(channelId, now, nextAt))) continue;
      waker.wake('places', nextAt);
      // Only posting there tells whether that is allowed again: it is tried when somebody asks for it, or at a start.
      if (howGone(code) !== 'closed') await probePlace(whole, channelId);
      else if (probes === 0) await placeBack(whole, channelId);
    }
  };
}

/** Looks as often as half an hour apart, for as long as it takes. */
const ALWAYS = 10;

/** Asks Slack whether a channel is back, and joins it where everybody may. Returns whether it is. */
export async function probePlace(runtime: WholeRuntime, channelId: string): Promise<boolean> {
  const { chat, log } = runtime;
  try {
    await chat.enter({ channel: channelId }, { lane: 'cosmetics' });
  } catch (error) {
    const level = refusalOf(error)?.refused.about === 'place' ? 'debug' : 'warn';
    log[level]({ channel: channelId, reason: errorText(error) }, 'A channel that is gone is not back yet.');
    return false;
  }
  await placeBack(runtime, channelId);
  return true;
}
