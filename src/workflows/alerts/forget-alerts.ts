import { z } from 'zod';
import { happens, timer } from '../runtime/timer.ts';

const DAY_MS = 86_400_000;
/** People have so long to look at what nobody could read, and to replay what alerts said. */
const KEPT_MS = 30 * DAY_MS;
/** And so many at most of what nobody could read. */
const KEPT_MOST = 10_000;
/** A flood of what nobody can read stays above that bound no longer than this. */
const FORGET_EVERY_MS = 3_600_000;

const forgetting = timer('alerts.forget', z.object({}));

/** Timer `alerts.forget`: deletes what was set aside, and what alerts said, long ago. */
export const forgetAlerts = happens(
  forgetting,
  ({ clock, log }) =>
    async (stores) => {
      const now = clock.now().getTime();
      const before = new Date(now - KEPT_MS);
      await stores.alertChanges.forget(before);
      await stores.alertRefusals.forget(before);
      const events = await stores.alertEvents.forget(before, KEPT_MOST);
      if (events > 0) log.info({ events }, 'Messages that were set aside long ago are forgotten.');
      return new Date(now + FORGET_EVERY_MS);
    },
  { always: {} },
);
