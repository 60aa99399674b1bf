import { TransientError } from '../../domain/errors.ts';
import type { MetricsSource } from '../../domain/ports.ts';
import type { Lease } from '../shared-connection.ts';
import { Counters } from './counters.ts';
import { findReading, type ReadingKind } from './reading-kind.ts';

/**
 * A source that knows only the present: a query is one reading of its table. What comes is never older than the question. No number, NaN and
 * infinity are no value; less than nothing cannot be and is said (TransientError `absurd`).
 */
export function createPresentSource<Connection>(lease: Lease<Connection>, readings: readonly ReadingKind<Connection>[]): MetricsSource {
  const counters = new Counters();
  return {
    async instant({ query, at, timeoutMs }) {
      const { read } = findReading(readings, query);
      const value = await lease.connection.use((connection) => read(connection, { at, counters }), timeoutMs);
      if (value === undefined || !Number.isFinite(value)) return undefined;
      if (value < 0)
        throw new TransientError('absurd', {
          en: `${query} gives ${value}, which cannot be.`,
          ko: `${query} 값이 ${value}입니다. 있을 수 없는 값입니다.`,
        });
      return { value, at };
    },
    close: () => lease.close(),
  };
}
