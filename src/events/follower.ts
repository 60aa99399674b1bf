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
export type Follower = {
  /** Absent: every event. */
  of?: readonly EventKind[];
  /** Which of them, by what they say; absent: all. */
  concerns?(world: World, event: Event): boolean;
} & (
  | {
      /** It derives keys from the events' entries in the timeline. */
      needs: 'entries';
      /** Of one or more events that happened together. */
      follow(world: World, stores: Stores, events: readonly Told[]): Promise<void>;
    }
  | {
      /** It writes nothing: it takes note, for after the commit. */
      needs: 'events';
      note(world: World, events: readonly Event[]): void;
    }
);

/** An event with the id of its entry in the timeline. */
export type Told = Event & { id: string };
