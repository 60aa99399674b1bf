import type { Playbook } from '../domain/playbook/schema.ts';
import type { Counters } from '../domain/process/counters.ts';
import type { Event, EventKind } from '../domain/timeline/index.ts';
import type { Storage, Stores } from '../storage/index.ts';

/** What happening is told with; every runtime has it. */
export interface World {
  playbook: Playbook;
  storage: Pick<Storage, 'afterCommit'>;
  counters: Counters;
}

/**
 * What follows from events besides their entries in the timeline and the rows that they keep. It runs inside the transaction in which they
 * happen: it writes rows, such as those of the outbox, and calls nobody outside. A follower that fails undoes what happened.
 */
export interface Follower {
  /** Absent: every event. */
  of?: readonly EventKind[];
  /** Of one or more events that happened together; `id` is that of their entry in the timeline, from which keys are derived. */
  follow(world: World, stores: Stores, events: readonly Told[]): Promise<void>;
}

/** An event with the id of its entry in the timeline. */
export type Told = Event & { id: string };
