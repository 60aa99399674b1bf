import type { Family } from './family.ts';
import { jvmSignals } from './jvm.ts';
import { OF_PROGRAM } from './whose.ts';

/** The Java client of Prometheus, and its JMX exporter: https://prometheus.github.io/client_java/instrumentation/jvm/ */
export const jvmClient: Family = {
  title: 'Prometheus client, JVM',
  known: ['jvm_memory_used_bytes', 'jvm_memory_max_bytes', 'jvm_gc_collection_seconds_sum'],
  whose: OF_PROGRAM,
  signals: jvmSignals({
    used: 'jvm_memory_used_bytes',
    most: 'jvm_memory_max_bytes',
    heap: 'area="heap"',
    collecting: 'jvm_gc_collection_seconds_sum',
  }),
};
