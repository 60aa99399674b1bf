import type { Reason } from '../domain/deadlines/reason.ts';
import type { Event } from '../domain/timeline/index.ts';
import { type RowKept, rowsKept } from '../domain/timeline/rows-kept.ts';
import type { Stores } from '../storage/index.ts';
import type { Follower, Told, World } from './follower.ts';
import { FOLLOWERS } from './followers.ts';
import { mootAfter } from './moot.ts';

/**
 * Says what happened, in the transaction in which it does: the rows of the process whose `keptBy` names it are kept, as far as they are pending, what it makes
 * moot is waived, all of it stands in the timeline, and everybody who follows such events is told. One event is one change of rows, which leaves with the others of its transaction.
 */
export async function happened(
  world: World,
  stores: Stores,
  events: Event | readonly Event[],
  /** What kept the rows, when it is more than the event. */
  { reason = null }: { reason?: Reason | null } = {},
): Promise<void> {
  const together = [events].flat();
  const [only] = together;
  if (only === undefined || together.length > 1 || !(await asOneChange(world, stores, only, reason)))
    await happenedKeeping(world, stores, together, { reason });
}

/** Whether that could be done: when nobody needs the ids of entries, and nothing becomes moot. */
async function asOneChange(world: World, stores: Stores, event: Event, reason: Reason | null): Promise<boolean> {
  const wait = rowsKept(world.playbook, event);
  const all = [event, ...wait.map((row) => keptEvent(event, row))];
  if (wait.length === 0 || mootAfter(world.playbook, event) || needsEntries(world, all)) return false;
  await stores.timeline.writeKeeping(
    event,
    wait.map((row) => ({ rowId: row.row, entry: keptEvent(event, row) })),
    {
      reason,
      learn: (kept) => takeNote(world, [event, ...wait.filter(({ row }) => kept.includes(row)).map((row) => keptEvent(event, row))]),
    },
  );
  return true;
}

/**
 * The same for whoever goes on with the rows that were kept, which are returned. One statement writes the timeline, however much happened together; another is sent only for an event that some row of
 * this playbook waits for.
 */
export async function happenedKeeping(
  world: World,
  stores: Stores,
  events: Event | readonly Event[],
  /** What kept the rows, when it is more than the event. */
  { reason = null }: { reason?: Reason | null } = {},
): Promise<string[]> {
  const together = [events].flat();
  const entries: Event[] = [];
  const kept: string[] = [];
  for (const event of together) {
    const rows = await keep(world, stores, event, reason);
    entries.push(event, ...rows);
    kept.push(...rows.map(({ data }) => data.row));
  }
  // Only then: what happens together with the end was done, and is not moot for it.
  for (const event of together) await waiveMoot(world, stores, event);
  await tell(world, stores, entries);
  return kept;
}

/** The same for an event that happened before, and stands in the timeline: rows that began since, and wait for it, are kept by it. */
export async function keepBy(
  world: World,
  stores: Stores,
  event: Event,
  { reason = null }: { reason?: Reason | null } = {},
): Promise<string[]> {
  const kept = await keep(world, stores, event, reason);
  await tell(world, stores, kept);
  return kept.map(({ data }) => data.row);
}

/** Writes entries whose rows are settled into the timeline, and tells those who follow them. */
export async function tell(world: World, stores: Stores, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const ids = needsEntries(world, events) ? await stores.timeline.appendMany(events) : await stores.timeline.write(events);
  const told = events.map((event, index): Told => ({ ...event, id: ids?.[index] ?? '' }));
  for (const follower of FOLLOWERS) {
    const theirs = told.filter((event) => follows(world, follower, event));
    if (follower.needs === 'entries' && theirs.length > 0) await follower.follow(world, stores, theirs);
  }
  takeNote(world, events);
}

function takeNote(world: World, events: readonly Event[]): void {
  for (const follower of FOLLOWERS) {
    const theirs = events.filter((event) => follows(world, follower, event));
    if (follower.needs === 'events' && theirs.length > 0) follower.note(world, theirs);
  }
}

function needsEntries(world: World, events: readonly Event[]): boolean {
  return FOLLOWERS.some((follower) => follower.needs === 'entries' && events.some((event) => follows(world, follower, event)));
}

function follows(world: World, { of, concerns }: Follower, event: Event): boolean {
  return (!of || of.includes(event.kind)) && (!concerns || concerns(world, event));
}

async function keep({ playbook }: World, stores: Stores, event: Event, reason: Reason | null): Promise<Event<'deadline.kept'>[]> {
  const wait = rowsKept(playbook, event);
  if (wait.length === 0) return [];
  const rows = wait.map(({ row }) => row);
  const kept = await stores.deadlines.keep(event.incidentId, rows, event.at, reason);
  return wait.filter(({ row }) => kept.includes(row)).map((row) => keptEvent(event, row));
}

function keptEvent({ incidentId, at, actor, data }: Event, { row, by }: RowKept): Event<'deadline.kept'> {
  const run = 'mitigation' in data && 'run' in data && { run: data.run };
  return { kind: 'deadline.kept', incidentId, at, actor, data: { row, event: by, late: false, ...run } };
}

async function waiveMoot({ playbook }: World, stores: Stores, event: Event): Promise<void> {
  const moot = mootAfter(playbook, event);
  if (moot?.rows === 'all') await stores.deadlines.waiveAll(event.incidentId, event.at, moot.waiver);
  else if (moot) await stores.deadlines.waive(event.incidentId, moot.rows, event.at, moot.waiver);
}
