import { mailAddress } from '../../domain/subscribers/subscription.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { dropSubscription } from './drop-subscription.ts';

/** Why a provider of mail says that an address gets nothing more. */
export type Returned = 'bounced' | 'complained';

/** The provider took a mail and it came back for good, or its reader called it spam: nothing more is sent there. Returns how many subscriptions that were. */
export async function mailReturned(whole: WholeRuntime, addresses: readonly string[], because: Returned): Promise<number> {
  const known = [...new Set(addresses.flatMap((address) => mailAddress(address) ?? []))];
  return await whole.storage.transaction(async (stores) => {
    let dropped = 0;
    for (const address of known) {
      for (const subscription of await stores.subscriptions.on('mail', address)) {
        await dropSubscription(whole, stores, subscription, { because, said: `The mail provider says that it ${because}.` });
        dropped += 1;
      }
    }
    return dropped;
  });
}
