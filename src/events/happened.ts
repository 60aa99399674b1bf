import type { Reason } from '../domain/reason.ts';
import type { Event } from '../domain/timeline/index.ts';
import { rowsKept } from '../domain/timeline/rows-kept.ts';
import type { Stores } from '../storage/index.ts';
import type { Follower, Told, World } from './follower.ts';
import { FOLLOWERS } from './followers.ts';
import { mootAfter } from './moot.ts';

/**
 * Says what happened, in the transaction in which it does: the rows of the process whose `keptBy` names it are kept, as far as they are pending, what it makes
 * moot is waived, all of it stands in the timeline, and everybody who follows such events is told. Returns the rows that were kept.
 *
 * One statement writes the timeline, however much happened together; another is sent only for an event that some row of this playbook waits for.
 */
export async function happened(
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
  const follows = ({ of, concerns }: Follower, event: Event) => (!of || of.includes(event.kind)) && (!concerns || concerns(world, event));
  const needEntries = FOLLOWERS.some((follower) => follower.needs === 'entries' && events.some((event) => follows(follower, event)));
  const ids = needEntries ? await stores.timeline.appendMany(events) : await stores.timeline.write(events);
  const told = events.map((event, index): Told => ({ ...event, id: ids?.[index] ?? '' }));
  for (const follower of FOLLOWERS) {
    const theirs = told.filter((event) => follows(follower, event));
    if (theirs.length > 0) await follower.follow(world, stores, theirs);
  }
}

async function keep({ playbook }: World, stores: Stores, event: Event, reason: Reason | null): Promise<Event<'deadline.kept'>[]> {
  const wait = rowsKept(playbook, event);
  if (wait.length === 0) return [];
  const { incidentId, at, actor, data } = event;
  const rows = wait.map(({ row }) => row);
  const kept = await stores.deadlines.keep(incidentId, rows, at, reason);
  return wait
    .filter(({ row }) => kept.includes(row))
    .map(({ row, by }) => ({
      kind: 'deadline.kept',
      incidentId,
      at,
      actor,
      data: { row, event: by, late: false, ...('mitigation' in data && 'run' in data && { run: data.run }) },
    }));
}

async function waiveMoot({ playbook }: World, stores: Stores, event: Event): Promise<void> {
  const moot = mootAfter(playbook, event);
  if (moot?.rows === 'all') await stores.deadlines.waiveAll(event.incidentId, event.at, moot.waiver);
  else if (moot) await stores.deadlines.waive(event.incidentId, moot.rows, event.at, moot.waiver);
}
