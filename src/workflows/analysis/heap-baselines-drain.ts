import { errorCode, errorText } from '../../domain/errors.ts';
import type { HeapBaseline } from '../../storage/index.ts';
import { logRarely, type Rarely } from '../runtime/log-rarely.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { countHeap, keepHeap } from './count-heap.ts';

/** A JVM that could not be counted, or not now, is tried again this much later (or at its next turn, if that is sooner). */
const RETRY_MS = 600_000;
/** Where the playbook says nothing. */
const BY_DEFAULT_MS = 86_400_000;
/** By default a JVM is not stopped for more of its time than one part in so many: one that takes longer than 4 s to count is counted more rarely. */
const STANDS_STILL_AT_MOST = 20_000;
/** The same trouble is said once in a while. */
const SAID_EVERY_MS = 86_400_000;

interface Pace extends HeapBaseline {
  /** The playbook does not say how often. */
  byDefault: boolean;
}

/**
 * Counts the heaps whose turn it is, so that the analysis of an incident can say what grew since calm times. The claim moves the
 * next count ahead before the JVM is asked, so that two processes stop it once and a crash costs one count.
 */
export function heapBaselinesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, services, waker, log } = whole;
  const pacesNow = () =>
    services.all.flatMap(({ playbook }) =>
      playbook.analysis.jvm.flatMap(({ name: jvm, baselineEvery }): Pace[] =>
        baselineEvery === Number.POSITIVE_INFINITY
          ? []
          : [{ service: playbook.service.key, jvm, everyMs: baselineEvery ?? BY_DEFAULT_MS, byDefault: baselineEvery === undefined }],
      ),
    );
  const said = new Map<string, { code: string; rarely: Rarely }>();
  /** For which services the rows are as the playbooks want them. */
  let kept: typeof services.all | undefined;

  /** When to count it again, other than at its next turn. */
  async function count({ service, jvm, everyMs, byDefault }: Pace, now: Date): Promise<Date | undefined> {
    const runtime = services.newest(service);
    const later = new Date(now.getTime() + Math.min(RETRY_MS, everyMs));
    // A service in trouble is not stopped for the sake of later; what the analysis needs, it counts itself.
    if (await isTroubled(runtime)) return later;
    const [last] = await storage.heapHistograms.last({ service, jvm }, now, 1);
    const pause = (tookMs: number | null) => (byDefault ? Math.max(everyMs, (tookMs ?? 0) * STANDS_STILL_AT_MOST) : everyMs);
    const turn = last && new Date(last.at.getTime() + pause(last.tookMs));
    if (turn && turn > now) return turn;
    try {
      const heap = await countHeap(runtime, jvm, now);
      await keepHeap(storage, { service, jvm }, heap, null);
      said.delete(`${service}/${jvm}`);
      log.info({ jvm, tookMs: heap.tookMs }, `The heap of ${jvm} was counted for later comparison.`);
      return pause(heap.tookMs) > everyMs ? new Date(now.getTime() + pause(heap.tookMs)) : undefined;
    } catch (error) {
      sayTrouble(runtime, jvm, error);
      return later;
    }
  }

  function sayTrouble({ playbook }: Runtime, jvm: string, error: unknown): void {
    const code = errorCode(error);
    const name = `${playbook.service.key}/${jvm}`;
    if (said.get(name)?.code !== code) said.set(name, { code, rarely: logRarely(clock, SAID_EVERY_MS) });
    said
      .get(name)
      ?.rarely((unsaid) =>
        log.warn({ err: error, jvm, unsaid }, `The heap of ${jvm} could not be counted for later comparison: ${errorText(error)}`),
      );
  }

  return async () => {
    const paces = pacesNow();
    if (kept !== services.all) await storage.heapBaselines.keep(paces, clock.now());
    kept = services.all;
    if (paces.length === 0) return;
    const now = clock.now();
    for (const { service, jvm } of await storage.heapBaselines.claim(paces, now)) {
      const pace = paces.find((one) => one.service === service && one.jvm === jvm);
      if (!pace) continue;
      whole.crashPoint('heap-baselines:claimed');
      const instead = await count(pace, now);
      if (instead) await storage.heapBaselines.moveTo({ service, jvm }, instead);
      waker.wake('heap-baselines', instead ?? new Date(now.getTime() + pace.everyMs));
    }
  };
}

/** An incident is under way, or a watched signal is over a limit. */
async function isTroubled({ storage, playbook }: Runtime): Promise<boolean> {
  if ((await storage.incidents.list(['open', 'reopened', 'mitigated'], 1)).length > 0) return true;
  return (await storage.watches.of(playbook.service.key)).some(({ level }) => level !== 'normal');
}
