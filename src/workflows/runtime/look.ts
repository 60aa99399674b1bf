import { PermanentError } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Runtime } from './runtime.ts';

/**
 * Looks for the effect of an earlier attempt. Who may not look (a missing scope, not in that channel yet) cannot know, and goes on: people
 * are better off with a second copy than with none. `what` names the effect in the log.
 */
export async function lookIfAllowed<T>(log: Log, what: object, look: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    log.warn({ err: error, ...what }, 'The effect of an earlier attempt could not be looked for.');
    return undefined;
  }
}

/** A call that had left a process when that was lost has had its effect so long after the loss, or never will. */
const LANDED_AFTER_MS = 2_000;

/** Until when a call of a process that was lost `lostMsAgo` milliseconds before `now` may still be on its way; undefined when nobody was lost. */
export function landsUntil(lostMsAgo: number | null | undefined, now: Date): Date | undefined {
  return lostMsAgo == null ? undefined : new Date(now.getTime() + LANDED_AFTER_MS - lostMsAgo);
}

/**
 * Looks for the effect of an attempt that may still be on its way until `until`: a look that began before then and found nothing proves nothing, so
 * there is another one afterwards. What is found at once is waited for by nobody.
 */
export async function lookUntil<T>(
  { log, clock, pause }: Pick<Runtime, 'log' | 'clock' | 'pause'>,
  what: object,
  until: Date | undefined,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const isEarly = until !== undefined && clock.now() < until;
  const found = await lookIfAllowed(log, what, look);
  if (found !== undefined || !isEarly) return found;
  const leftMs = until.getTime() - clock.now().getTime();
  if (leftMs > 0) await pause(leftMs);
  return await lookIfAllowed(log, what, look);
}
