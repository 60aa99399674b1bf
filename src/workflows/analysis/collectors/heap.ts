import { growthOf, largestOf } from '../../../domain/analysis/heap.ts';
import type { Collector } from './index.ts';

/** A large heap takes its time, and the JVM stands still for some of it. */
const TIMEOUT_MS = 120_000;
/** So many earlier counts tell since when something grows, and so many are kept of each JVM. */
const BEFORE = 12;
const KEPT = 50;
const SHOWN = 20;

/** What fills a heap, and what grew since it was counted before: `analysis.jvm` of the playbook. */
export const heapOf: Collector = ({ playbook }, { spec }) =>
  spec.keptBy !== 'heap-dump.analysed'
    ? []
    : playbook.analysis.jvm.map(({ name }) => ({
        name,
        collect: async ({ runtime, incident, now: at }) => {
          const heap = largestOf(await runtime.evidence.heap(name).count({ timeoutMs: TIMEOUT_MS }));
          const before = await runtime.storage.heapHistograms.last(name, at, BEFORE);
          return {
            finding: {
              kind: 'heap',
              from: name,
              instances: heap.instances,
              bytes: heap.bytes,
              largest: heap.classes.slice(0, SHOWN),
              ...(before[0] && { before: before[0].at }),
              grown: growthOf({ ...heap, at }, before).slice(0, SHOWN),
            },
            record: async (stores) => {
              await stores.heapHistograms.add({ jvm: name, incidentId: incident.id, at, ...heap });
              await stores.heapHistograms.forget(name, KEPT);
            },
          };
        },
      }));
