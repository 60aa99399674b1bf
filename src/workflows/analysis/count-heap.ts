import { type HeapSnapshot, largestOf } from '../../domain/analysis/heap.ts';
import type { Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A large heap takes its time, and the JVM stands still for some of it. */
const TIMEOUT_MS = 120_000;
/** So many counts are kept of each JVM. */
const KEPT = 50;

/** Counts the heap of a JVM of the playbook, without its smallest classes. Rejects like HeapReader. */
export async function countHeap({ evidence, clock }: Pick<Runtime, 'evidence' | 'clock'>, jvm: string, at: Date): Promise<CountedHeap> {
  const began = clock.now();
  const heap = largestOf(await evidence.heap(jvm).count({ timeoutMs: TIMEOUT_MS }));
  return { ...heap, at, tookMs: Math.max(0, clock.now().getTime() - began.getTime()) };
}

/** `tookMs`: from asking to knowing, which is at least as long as the JVM stood still. */
export interface CountedHeap extends HeapSnapshot {
  tookMs: number;
}

/** Writes a count down for those to come; `incidentId` is null in calm times. */
export async function keepHeap(
  { heapHistograms }: Pick<Stores, 'heapHistograms'>,
  of: { service: string; jvm: string },
  heap: CountedHeap,
  incidentId: number | null,
): Promise<void> {
  await heapHistograms.add({ ...of, incidentId, ...heap });
  await heapHistograms.forget(of, KEPT);
}
