import type { Runtime } from '../runtime/runtime.ts';
import { decideGroup } from './decide-group.ts';
import { forgetSetAside } from './forget-set-aside.ts';
import { logRarely } from './log-rarely.ts';
import { takeAlerts } from './take-alerts.ts';

const GROUPS_AT_ONCE = 100;
/**
 * In a rush, what comes within so long is worked off together: a drain for each insert would keep the database and this process busier than
 * the inserts do, and senders would wait for both. The first alert after a calm waits for nothing.
 */
const GATHER_MS = 100;

/**
 * Takes what came in, then decides about every group of alerts with news: one transaction each, so that one that breaks holds up no other.
 * What waits (for room, for the end of a maintenance window) is due again at its time.
 */
export function alertsDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, log, waker } = runtime;
  const forget = forgetSetAside(runtime);
  const rarely = logRarely(clock);
  let tookAt = Number.NEGATIVE_INFINITY;
  return async () => {
    // Either way round: a clock that was put back must not make anybody wait.
    if (Math.abs(clock.now().getTime() - tookAt) < GATHER_MS) await runtime.pause(GATHER_MS);
    if ((await takeAlerts(runtime, rarely)) > 0) tookAt = clock.now().getTime();
    const broken: string[] = [];
    for (;;) {
      const groups = await storage.alerts.dueGroups(clock.now(), { limit: GROUPS_AT_ONCE, but: broken });
      for (const group of groups) {
        const decided = await storage
          .transaction((stores) => decideGroup(runtime, stores, group))
          .catch((error: unknown) => {
            log.error({ err: error, group }, 'A group of alerts could not be decided about; the next sweep tries again.');
            return 0;
          });
        // Nothing to decide although it is due: somebody else is at it, or it breaks. Another look comes by itself.
        if (decided === 0) broken.push(group);
      }
      if (groups.length === 0) break;
    }
    await forget();
    const nextAt = await storage.alerts.nextAt();
    if (nextAt && nextAt.getTime() > clock.now().getTime()) waker.wake('alerts', nextAt);
  };
}
