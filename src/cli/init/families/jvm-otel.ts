import type { Family } from './family.ts';
import { jvmSignals } from './jvm.ts';
import { OF_PROGRAM } from './whose.ts';

/** https://opentelemetry.io/docs/specs/semconv/runtime/jvm-metrics/ */
export const jvmOtel: Family = {
  title: 'OpenTelemetry, JVM',
  known: ['jvm_memory_used_bytes', 'jvm_memory_limit_bytes', 'jvm_gc_duration_seconds_sum'],
  whose: OF_PROGRAM,
  signals: jvmSignals({
    used: 'jvm_memory_used_bytes',
    most: 'jvm_memory_limit_bytes',
    heap: 'jvm_memory_type="heap"',
    collecting: 'jvm_gc_duration_seconds_sum',
  }),
};
