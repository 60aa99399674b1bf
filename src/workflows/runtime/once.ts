import type { Stores } from '../../storage/index.ts';
import type { Runtime } from './runtime.ts';

/** What made something happen, by the sender's own id: Slack's `trigger_id`, a view's id, an `event_id`. */
export interface Cause {
  source: string;
  id: string;
}

/**
 * Runs `work` in one transaction, once per cause. A second delivery of the same cause changes nothing and is given the first one's
 * result, which therefore must survive JSON.
 */
export async function once<T>(
  runtime: Runtime,
  cause: Cause,
  work: (stores: Stores) => Promise<T>,
): Promise<{ result: T; repeated: boolean }> {
  return await runtime.storage.transaction(async (stores) => {
    const first = await stores.inbox.accept(cause.source, cause.id, runtime.clock.now());
    if (!first) return { result: (await stores.inbox.outcomeOf(cause.source, cause.id)) as T, repeated: true };
    const result = await work(stores);
    await stores.inbox.settle(cause.source, cause.id, result);
    return { result, repeated: false };
  });
}
