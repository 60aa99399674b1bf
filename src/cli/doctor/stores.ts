import { reachPostgres, reachRedis } from '../../integrations/reach.ts';
import type { Check } from './check.ts';

const OLDEST_POSTGRES = 13;

/** The database that holds the truth. */
export const postgresCheck: Check = {
  name: 'Postgres',
  async run({ config, timeoutMs }) {
    const subject = 'Postgres';
    if (config.databaseUrl === undefined)
      return [{ level: 'ok', subject, text: `Bongsu starts its own below ${config.dataDir}; set DATABASE_URL to use yours` }];
    const version = await reachPostgres(config.databaseUrl.reveal(), timeoutMs);
    if (Number.parseInt(version, 10) < OLDEST_POSTGRES)
      return [{ level: 'fail', subject, text: `version ${version} is too old: use ${OLDEST_POSTGRES} or newer.` }];
    return [{ level: 'ok', subject, text: `version ${version}` }];
  },
};

/** The queues, when they are not in Postgres. */
export const redisCheck: Check = {
  name: 'Redis',
  async run({ config, timeoutMs }) {
    const subject = 'Redis';
    if (config.redisUrl === undefined) return [{ level: 'ok', subject, text: 'not used; the queues live in Postgres' }];
    const { version, evictionPolicy } = await reachRedis(config.redisUrl.reveal(), timeoutMs);
    if (evictionPolicy !== undefined && evictionPolicy !== 'noeviction') {
      return [
        {
          level: 'warn',
          subject,
          text: `version ${version}, but it may throw jobs away when full: set maxmemory-policy to noeviction (found ${evictionPolicy}).`,
        },
      ];
    }
    return [{ level: 'ok', subject, text: `version ${version}` }];
  },
};
