import type { Log } from '../../domain/ports/log.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { createSharing, type Lease } from '../shared-connection.ts';
import { type OpenedPostgres, openPostgres, type PostgresSession } from './open-postgres.ts';
import { explainPostgres, MITIGATING } from './postgres-errors.ts';

const share = createSharing<OpenedPostgres>();

/** The watched service's Postgres as a role that may change things there. Everything that does so with the same `url` shares one session. */
export function mitigatePostgres(url: { reveal(): string }, { log }: { log: Log }): Lease<PostgresSession> {
  return share(url, () => {
    const address = url.reveal();
    const hide = createMask([address]);
    return new OnDemand<OpenedPostgres>({
      vendor: 'The watched Postgres',
      open: (lost) => openPostgres(address, { log, lost, access: 'writes' }),
      shut: (session) => session.end(),
      explain: (error) => explainPostgres(error, hide, MITIGATING),
      oneByOne: true,
    });
  });
}
