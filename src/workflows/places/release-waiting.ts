import { WAITS_FOR_US } from '../runtime/after-failure.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Lets go of everything that waited for our rights (`us`) or for a channel: due at once, and in its order. Returns how many pieces there were. */
export async function releaseWaiting(
  { storage, clock, waker }: Pick<Runtime, 'storage' | 'clock' | 'waker'>,
  waitsFor: string,
): Promise<number> {
  const now = clock.now();
  const messages = await storage.outbox.release(waitsFor, now);
  const steps = await storage.steps.release(waitsFor, now);
  if (messages > 0) waker.wake('outbox', now);
  if (steps > 0) waker.wake('runs', now);
  return messages + steps;
}

/** What Slack did not let us do is tried again: at start, because a token may have been mended meanwhile, and when something works again. */
export async function takeUpWaiting(runtime: Pick<Runtime, 'storage' | 'clock' | 'waker'>): Promise<void> {
  await releaseWaiting(runtime, WAITS_FOR_US);
}

/** At start everything that waits is tried once more: the token, the playbook's channels and the places may be others than before. */
export async function takeUpAll(runtime: Pick<Runtime, 'storage' | 'clock' | 'waker'>): Promise<void> {
  const now = runtime.clock.now();
  await runtime.storage.steps.releaseAll(now);
  await runtime.storage.outbox.releaseAll(now);
  await runtime.storage.gonePlaces.probeAll(now);
  for (const topic of ['outbox', 'runs', 'places'] as const) runtime.waker.wake(topic, now);
}
