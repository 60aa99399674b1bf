import { TransientError } from '../../domain/errors.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { type Doubtful, doubtsOf } from '../../domain/signals/doubts.ts';
import { worded } from '../../languages/worded.ts';
import type { Lease } from '../shared-connection.ts';
import { Counters } from './counters.ts';
import { findReading, type ReadingKind } from './reading-kind.ts';

/**
 * A source that knows only the present: a query is one reading of its table. A value is never older than the question. No number, NaN and
 * infinity are no value; less than nothing cannot be and is said (TransientError `absurd`). `standing` tells what the server as a whole lacks, such as its
 * primary, which every reading lacks then.
 */
export function createPresentSource<Connection>(
  lease: Lease<Connection>,
  readings: readonly ReadingKind<Connection>[],
  standing: (connection: Connection) => Promise<Doubtful> = async () => ({}),
): MetricsSource {
  const counters = new Counters();
  return {
    async instant({ query, at, timeoutMs }) {
      const { read } = findReading(readings, query);
      const answer = await lease.connection.use(async (connection) => {
        const [measured, lacks] = await Promise.all([read(connection, { at, counters }), standing(connection)]);
        const given = typeof measured === 'number' ? { value: measured } : measured;
        return given && { value: given.value, ...doubtsOf(given, lacks) };
      }, timeoutMs);
      if (answer === undefined || !Number.isFinite(answer.value)) return undefined;
      if (answer.value < 0)
        throw new TransientError(
          'absurd',
          worded(({ evidence }) => evidence.givesWhichCannotBe(query, answer.value)),
        );
      return { ...answer, at };
    },
    close: () => lease.close(),
  };
}
