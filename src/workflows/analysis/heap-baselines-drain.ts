import { errorText } from '../../domain/errors.ts';
import type { HeapBaseline } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { countHeap, keepHeap } from './count-heap.ts';

/** A JVM that could not be counted, or not now, is tried again this much later (or at its next turn, if that is sooner). */
const RETRY_MS = 600_000;

/**
 * Counts the heaps whose `baselineEvery` is over, so that the analysis of an incident can say what grew since calm times. The claim moves the
 * next count ahead before the JVM is asked, so that two processes stop it once and a crash costs one count.
 */
export function heapBaselinesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, playbook, waker, log } = runtime;
  const baselines = playbook.analysis.jvm.flatMap(({ name: jvm, baselineEvery: everyMs }) =>
    everyMs === undefined ? [] : [{ jvm, everyMs }],
  );
  let kept = false;

  /** When to count it again, other than at its next turn. */
  async function count({ jvm, everyMs }: HeapBaseline, now: Date): Promise<Date | undefined> {
    const later = new Date(now.getTime() + Math.min(RETRY_MS, everyMs));
    // A service in trouble is not stopped for the sake of later; what the analysis needs, it counts itself.
    if ((await storage.incidents.list(['open', 'reopened', 'mitigated'], 1)).length > 0) return later;
    const [last] = await storage.heapHistograms.last(jvm, now, 1);
    const turn = last && new Date(last.at.getTime() + everyMs);
    if (turn && turn > now) return turn;
    try {
      await keepHeap(storage, jvm, await countHeap(runtime, jvm, now), null);
      return undefined;
    } catch (error) {
      log.warn({ err: error, jvm }, `The heap of ${jvm} could not be counted for later comparison: ${errorText(error)}`);
      return later;
    }
  }

  return async () => {
    if (!kept) await storage.heapBaselines.keep(baselines, clock.now());
    kept = true;
    if (baselines.length === 0) return;
    const now = clock.now();
    for (const baseline of await storage.heapBaselines.claim(baselines, now)) {
      runtime.crashPoint('heap-baselines:claimed');
      const instead = await count(baseline, now);
      if (instead) await storage.heapBaselines.moveTo(baseline.jvm, instead);
      waker.wake('heap-baselines', instead ?? new Date(now.getTime() + baseline.everyMs));
    }
  };
}
