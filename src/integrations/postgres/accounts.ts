import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { postgresUrl } from '../accounts/shapes.ts';

/** The watched service's Postgres, not ours, as somebody who only reads. */
export const watchedPostgresAccount = account({
  title: 'Postgres',
  variables: {
    WATCHED_DATABASE_URL: {
      shape: postgresUrl("the watched service's Postgres, with a role that only reads"),
      example: 'postgres://watcher:watcher-password@db:5432/coupon',
      said: worded(({ accounts }) => accounts.watchedDatabaseUrl),
    },
  },
  needs: ['WATCHED_DATABASE_URL'],
  settings: ({ WATCHED_DATABASE_URL }) => WATCHED_DATABASE_URL,
});

/** The same server, as somebody who may change it. */
export const mitigatedPostgresAccount = account({
  title: 'Postgres',
  variables: {
    MITIGATE_DATABASE_URL: {
      shape: postgresUrl("the watched service's Postgres, with a role that may change settings and end sessions"),
      example: 'postgres://mitigator:mitigator-password@db:5432/coupon',
      said: worded(({ accounts }) => accounts.mitigateDatabaseUrl),
    },
  },
  needs: ['MITIGATE_DATABASE_URL'],
  settings: ({ MITIGATE_DATABASE_URL }) => MITIGATE_DATABASE_URL,
});
