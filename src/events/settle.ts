import type { Late, Reason, Waiver } from '../domain/deadlines/reason.ts';
import type { Event } from '../domain/timeline/index.ts';
import type { Stores } from '../storage/index.ts';
import type { World } from './follower.ts';
import { happened, tell } from './happened.ts';

/** Settlements of single rows that no other event decides. Whatever else settles a row is `happened`. */

/**
 * A person kept this row by what they did or wrote, and `told` is what that was. A row that is not pending any more stays as it is, and nothing is said of it; one that was missed
 * (`late`) stays missed, and it is said. Whether it was said.
 */
export async function keepRow(
  world: World,
  stores: Stores,
  event: Event<'deadline.kept'>,
  { reason, told = [] }: { reason: Reason | null; told?: readonly Event[] },
): Promise<boolean> {
  const { incidentId, at, data } = event;
  const isKept = data.late === true || (await stores.deadlines.settle(incidentId, data.row, 'kept', at, reason));
  await happened(world, stores, [...told, ...(isKept ? [event] : [])]);
  return isKept;
}

/** It is plain before its time that this row cannot be kept. One that is not pending any more stays as it is, and nothing is said. */
export async function missRow(
  world: World,
  stores: Stores,
  event: Event<'deadline.missed'>,
  { reason }: { reason: Late },
): Promise<boolean> {
  const { incidentId, at, data } = event;
  if (!(await stores.deadlines.settle(incidentId, data.row, 'missed', at, reason))) return false;
  await tell(world, stores, [event]);
  return true;
}

/** The cause is known by now, and this row does not fit it: it is waived also when it had been missed. Whether it was either. */
export async function waiveUnfit(stores: Stores, row: { incidentId: number; rowId: string; at: Date }, waiver: Waiver): Promise<boolean> {
  return await stores.deadlines.waiveEven(row.incidentId, row.rowId, row.at, waiver);
}

/** The same for a row whose time has just come, and which was settled as missed for it in this transaction. */
export async function waiveUnfitInstead(
  stores: Stores,
  row: { incidentId: number; rowId: string; at: Date },
  waiver: Waiver,
): Promise<void> {
  await stores.deadlines.waiveMissed(row.incidentId, row.rowId, row.at, waiver);
}

/** Rows of escalation whose step is held are not missed meanwhile. Returns those that were pending. */
export async function holdRows(
  stores: Stores,
  { incidentId, rows, at }: { incidentId: number; rows: readonly string[]; at: Date },
): Promise<string[]> {
  return await stores.deadlines.waive(incidentId, rows, at, { code: 'held' });
}
