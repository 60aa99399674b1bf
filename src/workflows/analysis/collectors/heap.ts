import { growthOf } from '../../../domain/analysis/heap.ts';
import { countHeap, keepHeap } from '../count-heap.ts';
import type { Collector } from './collector.ts';

/** So many earlier counts tell since when something grows. */
const BEFORE = 12;
const SHOWN = 20;

/** What fills a heap, and what grew since it was counted before: `analysis.jvm` of the playbook. */
export const heapOf: Collector = ({ playbook }, { spec }) =>
  spec.keptBy !== 'heap-dump.analysed'
    ? []
    : playbook.analysis.jvm.map(({ name }) => ({
        kind: 'jvm' as const,
        name,
        collect: async ({ runtime, incident, now: at }) => {
          const heap = await countHeap(runtime, name, at);
          const of = { service: playbook.service.key, jvm: name };
          const before = await runtime.storage.heapHistograms.last(of, at, BEFORE);
          return {
            finding: {
              kind: 'heap',
              from: name,
              instances: heap.instances,
              bytes: heap.bytes,
              largest: heap.classes.slice(0, SHOWN),
              ...(before[0] && { before: before[0].at }),
              grown: growthOf(heap, before).slice(0, SHOWN),
            },
            record: (stores) => keepHeap(stores, of, heap, incident.id),
          };
        },
      }));
