import { z } from 'zod';
import { happens, timer } from '../runtime/timer.ts';

const DAY_MS = 86_400_000;
/** Whoever does not confirm in this time did not want it. */
const CONFIRM_WITHIN_MS = 2 * DAY_MS;
/** Addresses of those who went are not kept longer: long enough for somebody to ask what became of one. */
const OVER_KEPT_MS = 30 * DAY_MS;
/** The links in a mail work so long. */
const TOLD_KEPT_MS = 180 * DAY_MS;
const FORGET_EVERY_MS = 3_600_000;

const forgetting = timer('subscribers.forget', z.object({}));

/** Timer `subscribers.forget`: deletes whom nobody confirmed, whoever went, and what was told long ago. */
export const forgetSubscribers = happens(
  forgetting,
  ({ clock }) =>
    async (stores) => {
      const now = clock.now().getTime();
      await stores.subscriptions.forget({ askedBefore: new Date(now - CONFIRM_WITHIN_MS), overBefore: new Date(now - OVER_KEPT_MS) });
      await stores.deliveries.forget(new Date(now - TOLD_KEPT_MS));
      await stores.notices.forget(new Date(now - TOLD_KEPT_MS));
      return new Date(now + FORGET_EVERY_MS);
    },
  { always: {} },
);
