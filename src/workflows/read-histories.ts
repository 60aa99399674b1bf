import { firstFrom } from '../domain/first-from.ts';
import type { Sample } from '../domain/ports.ts';
import { readHistory } from './read-signals.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Values per trend window, as long as the whole history is not too many. */
const PER_TREND = 60;
/** Everybody asks for so many, however few they need: incidents of about the same age get the same answer. */
const VALUES = 720;

/** What signals said, with values about every `stepMs`. */
export interface Histories {
  /** Oldest first; a signal whose past cannot be read is left out. */
  histories: ReadonlyMap<string, Sample[]>;
  stepMs: number;
}

/**
 * What each signal said from `since` on. The values lie on a grid that stays where it is: a moment does not wander from one look to the next, and whoever looks before the next
 * value is there shares the answer of whoever looked first.
 */
export async function readHistories(runtime: Runtime, keys: readonly string[], since: Date): Promise<Histories> {
  const { clock, playbook, metrics, log } = runtime;
  const { trend, queryTimeout: timeoutMs } = playbook.briefing;
  const now = clock.now();
  const stepMs = stepFor(trend, now.getTime() - since.getTime());
  const newest = new Date(Math.floor(now.getTime() / stepMs) * stepMs);
  const first = Math.floor(since.getTime() / stepMs) * stepMs;
  const found = await Promise.all(
    keys.map(async (key): Promise<[string, readonly Sample[]][]> => {
      const spec = playbook.signals[key];
      // What was written down is on no grid, and asked of nobody.
      const onGrid = spec && metrics.source(spec.source).range !== undefined;
      const span = onGrid ? { from: new Date(newest.getTime() - VALUES * stepMs), to: newest } : { from: since, to: now };
      try {
        return [[key, await readHistory(runtime, key, { ...span, stepMs, timeoutMs })]];
      } catch (error) {
        log.debug({ err: error, signal: key }, 'The past of a signal could not be read.');
        return [];
      }
    }),
  );
  // At the end, so that the parts of one incident at a time are in memory, and not those of all that share an answer.
  return { histories: new Map(found.flat().map(([key, history]) => [key, history.slice(firstFrom(history, first))])), stepMs };
}

/** Doubled as often as it takes to reach that far back. */
function stepFor(trendMs: number, backMs: number): number {
  let stepMs = Math.max(1_000, Math.floor(trendMs / PER_TREND));
  while (backMs / stepMs > VALUES - 2) stepMs *= 2;
  return stepMs;
}
