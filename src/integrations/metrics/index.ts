import type { MetricsSource } from '../../domain/ports.ts';
import { createPrometheus } from './prometheus.ts';

export interface MetricsVendor {
  /** As playbooks write it in a signal's `source`. */
  readonly name: string;
  /** A source at this address. */
  create(options: { url: string }): MetricsSource;
}

/** Every kind of metrics source, one line each; `test/contracts/prometheus-source.test.ts` holds them to what MetricsSource promises. */
export const METRICS_VENDORS = [{ name: 'prometheus', create: createPrometheus }] as const satisfies readonly MetricsVendor[];
