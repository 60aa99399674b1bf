import type { Follower } from './follower.ts';

/** Counts what happened, by kind, once it is certain: `bongsu_events_total`. */
export const counted: Follower = {
  needs: 'events',
  note: ({ storage, counters }, events) => {
    storage.afterCommit(() => {
      for (const { kind } of events) counters.count('events', { kind });
    });
  },
};
