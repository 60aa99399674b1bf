import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { COUNTERS, type Counters } from '../domain/process/counters.ts';

/** The counters of this process with Node's own figures beside them, and how they are read. */
export interface CounterBoard extends Counters {
  /** All of it in the text format of Prometheus. */
  text(): Promise<string>;
  /** The Content-Type of `text`. */
  readonly contentType: string;
}

/** Counters that start at zero. Each process and each test makes its own. */
export function createCounters(): CounterBoard {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bongsu_' });
  const counters = Object.fromEntries(
    Object.entries(COUNTERS).map(([name, { help, labels }]) => {
      const counter = new Counter({ name: `bongsu_${name}_total`, help, labelNames: labels as readonly string[], registers: [registry] });
      return [name, counter];
    }),
  );
  return {
    contentType: registry.contentType,
    text: async () => await registry.metrics(),
    count: (name, labels, by = 1) => counters[name]?.inc(labels, by),
  };
}
