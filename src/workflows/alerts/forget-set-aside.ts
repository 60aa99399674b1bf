import type { Runtime } from '../runtime/runtime.ts';

/** People have so long to look at what nobody could read. */
const KEPT_MS = 30 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

/** Deletes what was set aside long ago; looks once an hour, however often it is called. */
export function forgetSetAside({ storage, clock, log }: Pick<Runtime, 'storage' | 'clock' | 'log'>): () => Promise<void> {
  let forgotAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now().getTime();
    if (Math.abs(now - forgotAt) < FORGET_EVERY_MS) return;
    forgotAt = now;
    const events = await storage.alertEvents.forget(new Date(now - KEPT_MS));
    if (events > 0) log.info({ events }, 'Messages that were set aside long ago are forgotten.');
  };
}
