import type { IncidentRow, Stores } from '../../../storage/index.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** Writes down where an incident lives, in the transaction that found the place: what waited for it leaves at once, and in its order. */
export async function placeHome(
  { clock, waker }: Pick<Runtime, 'clock' | 'waker'>,
  stores: Stores,
  incidentId: number,
  home: Partial<Pick<IncidentRow, 'channelId' | 'channelName' | 'threadTs'>>,
): Promise<void> {
  const now = clock.now();
  await stores.incidents.place(incidentId, home);
  await stores.outbox.homeFound(incidentId, now);
  waker.wake('outbox', now);
}
