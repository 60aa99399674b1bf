import type { Stores, SubscriptionRow } from '../../storage/index.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';

/** Sends nothing there any more, and says so where operators look: the log, `/readyz` for a day, and `subscribers`. */
export async function dropSubscription(
  { clock, log }: Pick<WholeRuntime, 'clock' | 'log'>,
  stores: Pick<Stores, 'subscriptions' | 'deliveries'>,
  { id, kind }: Pick<SubscriptionRow, 'id' | 'kind'>,
  { because, said }: { because: string; said: string },
): Promise<void> {
  if (!(await stores.subscriptions.end(id, 'dropped', because, clock.now()))) return;
  await stores.deliveries.dropAll(id, because);
  // Whose it is stands in the table alone.
  log.warn({ subscription: id, kind, because, reason: said }, 'A subscriber cannot be reached and is told nothing more.');
}
