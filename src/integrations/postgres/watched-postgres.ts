import type { Log } from '../../domain/ports/log.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { createSharing, type Lease } from '../shared-connection.ts';
import { type OpenedPostgres, openPostgres, type PostgresSession } from './open-postgres.ts';
import { explainPostgres } from './postgres-errors.ts';

export type { PostgresSession } from './open-postgres.ts';

const share = createSharing<OpenedPostgres>();

/**
 * The watched service's Postgres: a single session, kept open so that the server can still be looked at when its connections have run out.
 * It never writes, and never waits long. The parts of a bot that hand over the same `url` share it.
 */
export function watchPostgres(url: { reveal(): string }, { log }: { log: Log }): Lease<PostgresSession> {
  return share(url, () => {
    const address = url.reveal();
    const hide = createMask([address]);
    return new OnDemand<OpenedPostgres>({
      vendor: 'The watched Postgres',
      open: (lost) => openPostgres(address, { log, lost, access: 'reads' }),
      shut: (session) => session.end(),
      explain: (error) => explainPostgres(error, hide),
      oneByOne: true,
    });
  });
}
