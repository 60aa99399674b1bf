import { DEDUP_PREFIX } from '../../domain/alerts/alert.ts';
import { logRarely } from '../runtime/log-rarely.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { decideGroup } from './decide-group.ts';
import { takerOf } from './take-alerts.ts';
import { waitTogether } from './wait-together.ts';

/** Groups that are decided about before the inbox is looked at again: what comes in meanwhile may be worse. */
const GROUPS_AT_ONCE = 20;
/**
 * In a rush, what comes within so long is worked off together: a drain for each insert would keep the database and this process busier than
 * the inserts do, and senders would wait for both. The first alert after a calm waits for nothing.
 */
const GATHER_MS = 100;
/** Heavier than any alert: such a group is not looked at again in this drain. */
const NEVER = 9;

/**
 * Takes what came in and decides about every group of alerts with news, in turns: some events, some groups, so that a flood holds up nothing that is worse
 * or has an incident. One transaction for each group: one that breaks holds up no other. While there is more in the inbox, a group is decided about again
 * only for something that weighs more, so that a storm is few notices. Alerts that wait (for room, for the end of a maintenance window) are due at their time.
 */
export function alertsDrain(runtime: WholeRuntime): () => Promise<void> {
  const { storage, clock, waker } = runtime;
  const rarely = logRarely(clock);
  const asked = new Set<string>();
  let tookAt = Number.NEGATIVE_INFINITY;
  return async () => {
    // Either way round: a clock that was put back must not make anybody wait.
    if (Math.abs(clock.now().getTime() - tookAt) < GATHER_MS) await runtime.pause(GATHER_MS);
    const taker = takerOf(runtime, rarely, asked);
    /** What was decided about, and how heavy it was; see `dueGroups`. */
    const decided = new Map<string, number>();
    for (;;) {
      const { taken, more } = await taker.batch();
      if (taken > 0) tookAt = clock.now().getTime();
      if (!more) for (const [group, weight] of decided) if (weight !== NEVER) decided.delete(group);
      const groups = await storage.alerts.dueGroups(clock.now(), { limit: GROUPS_AT_ONCE, decided, prefix: DEDUP_PREFIX });
      for (const { key, service, weight } of groups) {
        const mine = runtime.services.newest(service);
        const outcome = await decide(mine, key);
        decided.set(key, outcome === 'nothing' ? NEVER : weight);
        if (outcome === 'waits' && (await waitTogether(mine, brokenIn(decided))) > 0) break;
      }
      if (!more && groups.length === 0) break;
    }
    const nextAt = await storage.alerts.nextAt();
    if (nextAt && nextAt.getTime() > clock.now().getTime()) waker.wake('alerts', nextAt);
  };
}

function brokenIn(decided: ReadonlyMap<string, number>): string[] {
  return [...decided].flatMap(([key, weight]) => (weight === NEVER ? [key] : []));
}

/** `nothing`: somebody else is at it, or it breaks, although it is due; another look comes by itself. */
async function decide(runtime: Runtime, group: string): Promise<'decided' | 'waits' | 'nothing'> {
  try {
    return await runtime.storage.transaction((stores) => decideGroup(runtime, stores, group));
  } catch (error) {
    runtime.log.error({ err: error, group }, 'A group of alerts could not be decided about; the next sweep tries again.');
    return 'nothing';
  }
}
