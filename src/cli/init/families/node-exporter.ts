import type { Family } from './family.ts';
import { OF_MACHINES } from './whose.ts';

export const nodeExporter: Family = {
  title: 'node_exporter',
  known: ['node_cpu_seconds_total', 'node_memory_MemAvailable_bytes'],
  whose: OF_MACHINES,
  signals: {
    machine_cpu: {
      title: { en: 'CPU of the busiest machine', ko: '서버 CPU (최대)' },
      query: (of) => `1 - min(avg by (instance) (rate(node_cpu_seconds_total{${of}, mode="idle"}[5m])))`,
      unit: 'ratio',
      matters: 0.1,
      component: 'machines',
      speaksFor: [{ cause: 'full-machines', is: 'high' }],
    },
    machine_memory: {
      title: { en: 'Memory of the fullest machine', ko: '서버 메모리 (최대)' },
      query: (of) => `1 - min(node_memory_MemAvailable_bytes{${of}} / node_memory_MemTotal_bytes{${of}})`,
      unit: 'ratio',
      matters: 0.1,
      component: 'machines',
      watched: { side: 'above', opens: 'memory', most: 1 },
      speaksFor: [{ cause: 'full-machines', is: 'high' }],
    },
    machine_disk: {
      title: { en: 'Fullest disk', ko: '디스크 사용률 (최대)' },
      query: (of) =>
        `1 - min(node_filesystem_avail_bytes{${of}, fstype!~"tmpfs|ramfs|overlay|squashfs"} / node_filesystem_size_bytes{${of}, fstype!~"tmpfs|ramfs|overlay|squashfs"})`,
      unit: 'ratio',
      matters: 0.05,
      component: 'machines',
      watched: { side: 'above', most: 1 },
    },
  },
};
