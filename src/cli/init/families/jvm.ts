import type { FamilySignal } from './family.ts';

/** How a JVM's heap and collections are counted. */
export interface JvmMetrics {
  used: string;
  most: string;
  /** The matcher that leaves only the heap. */
  heap: string;
  /** The counter of seconds spent on collecting. */
  collecting: string;
}

/** What is said of a JVM, whoever counts: a family gives the names. */
export function jvmSignals({ used, most, heap, collecting }: JvmMetrics): Readonly<Record<string, FamilySignal>> {
  return {
    heap_used: {
      title: { en: 'Heap in use', ko: '힙 사용률' },
      // Some parts of the heap have no limit of their own, which is told as -1.
      query: (of) => `max(sum by (instance) (${used}{${of}, ${heap}}) / sum by (instance) (${most}{${of}, ${heap}} > 0))`,
      unit: 'ratio',
      matters: 0.1,
      component: 'runtime',
      watched: { side: 'above', opens: 'memory', most: 1 },
      speaksFor: [{ cause: 'full-memory', is: 'high' }],
    },
    gc_time: {
      title: { en: 'Time spent on GC', ko: 'GC 시간 비율' },
      query: (of) => `max(sum by (instance) (rate(${collecting}{${of}}[5m])))`,
      unit: 'ratio',
      matters: 0.02,
      component: 'runtime',
      watched: { side: 'above', opens: 'memory', most: 1 },
      speaksFor: [{ cause: 'garbage-collection', is: 'high' }],
      speaksAgainst: [{ cause: 'new-version', is: 'high' }],
    },
  };
}
