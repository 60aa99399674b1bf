import type { Family } from './family.ts';
import { jvmSignals } from './jvm.ts';
import { OF_PROGRAM } from './whose.ts';

export const jvmMicrometer: Family = {
  title: 'Micrometer, JVM',
  known: ['jvm_memory_used_bytes', 'jvm_memory_max_bytes', 'jvm_gc_pause_seconds_sum'],
  whose: OF_PROGRAM,
  signals: jvmSignals({
    used: 'jvm_memory_used_bytes',
    most: 'jvm_memory_max_bytes',
    heap: 'area="heap"',
    collecting: 'jvm_gc_pause_seconds_sum',
  }),
};
