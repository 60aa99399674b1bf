import { errorText } from '../../domain/errors.ts';
import type { QueryCheck } from '../../domain/playbook/checks/check-signals.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Metrics } from '../../domain/ports/metrics.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { kafkaVendor } from './kafka.ts';
import type { MetricsVendor } from './metrics-vendor.ts';
import { mysqlVendor } from './mysql.ts';
import { postgresVendor } from './postgres.ts';
import { prometheusVendor } from './prometheus.ts';
import { rabbitmqVendor } from './rabbitmq.ts';
import { findReading } from './reading-kind.ts';
import { redisVendor } from './redis.ts';
import { shareReadings } from './share-readings.ts';
import { createUnconfiguredMetrics } from './unconfigured.ts';

export type { MetricsVendor } from './metrics-vendor.ts';

/** Every kind of metrics source, one line each; the contract tests hold them to what MetricsSource promises. */
export const METRICS_VENDORS: readonly MetricsVendor[] = [
  prometheusVendor,
  kafkaVendor,
  postgresVendor,
  redisVendor,
  mysqlVendor,
  rabbitmqVendor,
];

/** All sources as they are set up; one that is not says what to do when it is asked. */
export function createMetrics(accounts: Accounts, options: { log: Log }): Metrics {
  const sources = new Map(
    METRICS_VENDORS.map((vendor) => {
      const source = vendor.create(accounts, options);
      return [vendor.name, source ? shareReadings(source) : createUnconfiguredMetrics(vendor)];
    }),
  );
  const unknown = (name: string) => createUnconfiguredMetrics({ unknown: name });
  return {
    source: (name) => sources.get(name) ?? unknown(name),
    close: async () => {
      await Promise.allSettled([...sources.values()].map((source) => source.close?.()));
    },
  };
}

/** Whether a playbook's query can be answered, as far as that can be known without asking; for a source's own language it cannot. */
export const checkQuery: QueryCheck = (source, query) => {
  const table = METRICS_VENDORS.find(({ name }) => name === source)?.readings;
  if (!table) return undefined;
  try {
    return { unit: findReading(table, query).kind.unit };
  } catch (error) {
    return { problem: errorText(error) };
  }
};
