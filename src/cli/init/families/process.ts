import type { Family } from './family.ts';
import { OF_ANY_PROGRAM } from './whose.ts';

/** What the client libraries of Prometheus say of any process, whatever its language. */
export const processes: Family = {
  title: 'Prometheus client, process',
  known: ['process_cpu_seconds_total', 'process_resident_memory_bytes'],
  whose: OF_ANY_PROGRAM,
  signals: {
    cpu: {
      title: { en: 'CPU of one instance (cores)', ko: '인스턴스 CPU (코어)' },
      query: (of) => `max(rate(process_cpu_seconds_total{${of}}[5m]))`,
      unit: 'count',
      matters: 0.2,
      component: 'instances',
      speaksFor: [{ cause: 'busy-instances', is: 'high' }],
    },
    memory: {
      title: { en: 'Memory of one instance', ko: '인스턴스 메모리' },
      query: (of) => `max(process_resident_memory_bytes{${of}})`,
      unit: 'bytes',
      matters: 100_000_000,
      component: 'instances',
      speaksFor: [{ cause: 'full-memory', is: 'high' }],
    },
  },
};
