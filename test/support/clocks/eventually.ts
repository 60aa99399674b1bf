import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/**
 * Waits until `look` gives something: for conditions in a database, which tells nobody when it changes. Rejects after `withinMs` with
 * `what`, so that the failure says what did not happen.
 */
export async function eventually<T>(
  what: string | (() => string | Promise<string>),
  look: () => T | null | undefined | Promise<T | null | undefined>,
  withinMs = 60_000,
  everyMs = LOOK_EVERY_MS,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found != null) return found;
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${typeof what === 'string' ? what : await what()}`);
    await pause(everyMs);
  }
}
