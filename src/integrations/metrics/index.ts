import type { Log, Metrics } from '../../domain/ports.ts';
import type { MetricsVendor, SourceSettings } from './metrics-vendor.ts';
import { prometheusVendor } from './prometheus.ts';
import { shareReadings } from './share-readings.ts';
import { createUnconfiguredMetrics } from './unconfigured.ts';

export type { MetricsVendor, SourceSettings } from './metrics-vendor.ts';

/** Every kind of metrics source, one line each; the contract tests hold them to what MetricsSource promises. */
export const METRICS_VENDORS: readonly MetricsVendor[] = [prometheusVendor];

/** All sources as they are set up; one that is not says what to do when it is asked. */
export function createMetrics(settings: SourceSettings, options: { log: Log }): Metrics {
  const sources = new Map(
    METRICS_VENDORS.map((vendor) => {
      const source = vendor.create(settings, options);
      return [vendor.name, source ? shareReadings(source) : createUnconfiguredMetrics(vendor)];
    }),
  );
  const unknown = (name: string) => createUnconfiguredMetrics({ name, variable: undefined });
  return {
    source: (name) => sources.get(name) ?? unknown(name),
    close: async () => {
      await Promise.allSettled([...sources.values()].map((source) => source.close?.()));
    },
  };
}
