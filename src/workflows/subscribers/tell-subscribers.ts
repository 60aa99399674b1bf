import type { Notice } from '../../domain/subscribers/notice.ts';
import type { Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * Has every subscriber who chose it hear of something, once for each cause: in the transaction that decides it, one row however many they are. Who they are is found afterwards, slice by slice.
 *
 * Whatever is no update of an incident is told by this as well: maintenance, with a cause for each change of it, such as `maintenance:3:v2`.
 */
export async function tellSubscribers({ clock, waker }: Pick<Runtime, 'clock' | 'waker'>, stores: Stores, notice: Notice): Promise<void> {
  const now = clock.now();
  if (await stores.notices.add(notice, now)) waker.wake('subscribers', now);
}
