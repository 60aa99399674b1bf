import type { Stores } from '../../storage/index.ts';
import type { Runtime } from './runtime.ts';

const DEADLOCKS_AT_MOST = 3;

type Needed = Pick<Runtime, 'storage' | 'clock' | 'log'>;

/** What made something happen, by the sender's own id: Slack's `trigger_id`, a view's id, an `event_id`. */
export interface Cause {
  source: string;
  id: string;
}

/**
 * Runs `work` in one transaction, once per cause. A second delivery of the same cause changes nothing and is given the first one's
 * result, which therefore must survive JSON. Everything takes the incident's lock first, so that two rarely hold what the other wants; when they do all the
 * same, the database undoes one of them, and that one is done again: `work` has changed nothing but the database.
 */
export async function once<T>(
  runtime: Needed,
  cause: Cause,
  work: (stores: Stores) => Promise<T>,
): Promise<{ result: T; repeated: boolean }> {
  for (let again = DEADLOCKS_AT_MOST; ; again -= 1) {
    try {
      return await attempt(runtime, cause, work);
    } catch (error) {
      if (again === 0 || !runtime.storage.isDeadlock(error)) throw error;
      runtime.log.warn(
        { err: error, cause },
        'Two changes were in the way of each other; the database undid this one, and it is done again.',
      );
    }
  }
}

async function attempt<T>(runtime: Needed, cause: Cause, work: (stores: Stores) => Promise<T>): Promise<{ result: T; repeated: boolean }> {
  return await runtime.storage.transaction(async (stores) => {
    const first = await stores.inbox.accept(cause.source, cause.id, runtime.clock.now());
    if (!first) return { result: (await stores.inbox.outcomeOf(cause.source, cause.id)) as T, repeated: true };
    const result = await work(stores);
    await stores.inbox.settle(cause.source, cause.id, result);
    return { result, repeated: false };
  });
}
