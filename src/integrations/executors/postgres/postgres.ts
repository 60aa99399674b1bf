import { PermanentError } from '../../../domain/errors.ts';
import type { Dial } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import { mitigatedPostgresAccount } from '../../postgres/accounts.ts';
import { mitigatePostgres } from '../../postgres/mitigated-postgres.ts';
import { executorKind } from '../executor-kind.ts';
import { roleSetting } from './role-setting.ts';
import { serverSetting } from './server-setting.ts';

export const MISSING_POSTGRES = worded(({ dataExecutors }) => dataExecutors.missingPostgres);

/** Settings of the server at MITIGATE_DATABASE_URL and of its roles. */
export const postgresExecutor = executorKind({
  name: 'postgres',
  account: mitigatedPostgresAccount,
  missing: MISSING_POSTGRES,
  create(url, { log }) {
    const { connection, close } = mitigatePostgres(url, { log });
    return {
      dial: ({ setting, role, sessions }) => {
        if (setting === undefined) return noDial(sessions === undefined ? 'Postgres' : `sessions of the database ${sessions}`);
        return role === undefined ? serverSetting(connection, setting) : roleSetting(connection, { role, setting });
      },
      close,
    };
  },
});

/** Sessions are ended, not set: DatabaseSessions does that. */
function noDial(where: string): Dial {
  const refuse = async () => {
    throw new PermanentError(
      'invalid',
      worded(({ dataExecutors }) => dataExecutors.thereIsNoValueToSet(where)),
    );
  };
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: () => where };
}
