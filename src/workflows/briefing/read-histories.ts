import type { Sample } from '../../domain/ports/metrics.ts';
import { firstFrom } from '../../domain/signals/first-from.ts';
import { SharedAnswers } from '../../domain/signals/shared-answers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { readHistory } from './read-signals.ts';

/** Values per trend window, and per baseline of the diagnosis, as long as the whole history is not too many. */
const PER_TREND = 60;
const PER_BASELINE = 240;
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
  const { queryTimeout: timeoutMs } = playbook.briefing;
  const now = clock.now();
  const stepMs = stepFor(runtime, now.getTime() - since.getTime());
  const newest = new Date(Math.floor(now.getTime() / stepMs) * stepMs);
  const first = Math.floor(since.getTime() / stepMs) * stepMs;
  const from = new Date(newest.getTime() - VALUES * stepMs);
  const written = writtenDown(runtime);
  const read = async (key: string): Promise<readonly Sample[]> => {
    const spec = playbook.signals[key];
    if (!spec || metrics.source(spec.source).range) return await readHistory(runtime, key, { from, to: newest, stepMs, timeoutMs });
    // What was written down is on no grid: the first who looks after the last value of the grid takes all that is there by then.
    const ask = () => readHistory(runtime, key, { from, to: now, stepMs, timeoutMs });
    return await written.of(`${key}/${stepMs}`, { at: newest, withinMs: 1 }, ask);
  };
  const found = await Promise.all(
    keys.map(async (key): Promise<[string, readonly Sample[]][]> => {
      try {
        return [[key, await read(key)]];
      } catch (error) {
        log.debug({ err: error, signal: key }, 'The past of a signal could not be read.');
        return [];
      }
    }),
  );
  // At the end, so that the parts of one incident at a time are in memory, and not those of all that share an answer.
  return { histories: new Map(found.flat().map(([key, history]) => [key, history.slice(firstFrom(history, first))])), stepMs };
}

/** What this process has just read of what it wrote down. */
const READ = new WeakMap<object, SharedAnswers<Sample[]>>();

function writtenDown({ storage }: Pick<Runtime, 'storage'>): SharedAnswers<Sample[]> {
  const known = READ.get(storage) ?? new SharedAnswers<Sample[]>();
  READ.set(storage, known);
  return known;
}

/** Doubled as often as it takes to reach that far back. */
function stepFor({ playbook: { briefing, diagnosis } }: Pick<Runtime, 'playbook'>, backMs: number): number {
  let stepMs = Math.max(1_000, Math.floor(Math.min(briefing.trend / PER_TREND, diagnosis.baseline / PER_BASELINE)));
  while (backMs / stepMs > VALUES - 2) stepMs *= 2;
  return stepMs;
}
