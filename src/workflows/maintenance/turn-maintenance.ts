import { z } from 'zod';
import type { MaintenanceRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { happens, timer } from '../runtime/timer.ts';
import { sayMaintenance } from './say-maintenance.ts';

const turning = timer('maintenance.turn', z.object({}));

/** Whoever changes it holds its row and sets its timer; it is looked at again after so long. */
const BUSY_AGAIN_MS = 1_000;
const CLOCK = 'system:clock';

/** Has it begin and end by itself. */
export async function setTurn({ waker }: Pick<Runtime, 'waker'>, stores: Stores, row: MaintenanceRow): Promise<void> {
  const dueAt = row.startedAt ? row.endsAt : row.startsAt;
  await stores.timers.set(turning.row({ key: String(row.id), data: {}, dueAt }));
  waker.wake('timers', dueAt);
}

export async function stopTurn(stores: Stores, { id }: Pick<MaintenanceRow, 'id'>): Promise<void> {
  await stores.timers.stop(turning.of(String(id)));
}

/** Timer `maintenance.turn`: planned work begins, and ends. What the page shows and what is muted goes by its times; this says it, once each. */
export const turnMaintenance = happens(turning, (runtime) => async (stores, { key }) => {
  const now = runtime.clock.now();
  // The timer is held already, and whoever changes the work takes the two the other way round: waiting would be for ever.
  const found = await stores.maintenances.lockFree(Number(key));
  if (found === 'busy') return new Date(now.getTime() + BUSY_AGAIN_MS);
  if (!found || found.cancelledAt || found.completedAt) return undefined;
  if (now < found.startsAt && !found.startedAt) return found.startsAt;
  const isOver = now >= found.endsAt;
  let row = found;
  if (!row.startedAt) {
    row = await stores.maintenances.change(row, { startedAt: row.startsAt }, { at: now, actor: CLOCK, what: 'started' });
    // What was slept through is told as what it is by now.
    if (!isOver) await sayMaintenance(runtime, stores, row, 'started');
  }
  if (!isOver) return row.endsAt;
  row = await stores.maintenances.change(row, { completedAt: row.endsAt }, { at: now, actor: CLOCK, what: 'completed' });
  await sayMaintenance(runtime, stores, row, 'completed');
  return undefined;
});
