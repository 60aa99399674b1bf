import { lookOverKafka } from '../integrations/kafka/look-over.ts';
import { watchKafka } from '../integrations/kafka/watched-kafka.ts';
import { lookOverPostgres } from '../integrations/postgres/look-over.ts';
import { watchPostgres } from '../integrations/postgres/watched-postgres.ts';
import { readInfo } from '../integrations/redis/info.ts';
import { findLocks } from '../integrations/redis/locks.ts';
import { readSlowlog } from '../integrations/redis/slowlog.ts';
import { watchRedis } from '../integrations/redis/watched-redis.ts';
import type { Lease } from '../integrations/shared-connection.ts';
import type { Check, Finding } from './check.ts';

/** A watched server that is set up can be reached, and shows what Bongsu wants to see. */
export const watchedPostgresCheck: Check = {
  name: 'Watched Postgres',
  address: 'WATCHED_DATABASE_URL',
  async run({ config, log, timeoutMs }) {
    const { databaseUrl } = config.watched;
    if (!databaseUrl) return [];
    const { version, missing } = await once(watchPostgres(databaseUrl, { log }), lookOverPostgres, timeoutMs);
    return [ok(this.name, `version ${version}`), ...missing.map((text) => warn(this.name, text))];
  },
};

export const watchedRedisCheck: Check = {
  name: 'Watched Redis',
  address: 'WATCHED_REDIS_URL',
  async run({ config, log, timeoutMs }) {
    const { redisUrl } = config.watched;
    if (!redisUrl) return [];
    const looks = once(
      watchRedis(redisUrl, { log }),
      async ({ redis }) => {
        const server = await readInfo(redis, 'server');
        // The rights that readings need; a command that may not be used says so itself.
        await Promise.all([readSlowlog(redis), findLocks(redis, 'bongsu:doctor'), redis.dbsize()]);
        return server.get('redis_version') ?? 'unknown';
      },
      timeoutMs,
    );
    return [ok(this.name, `version ${await looks}`)];
  },
};

export const watchedKafkaCheck: Check = {
  name: 'Watched Kafka',
  address: 'KAFKA_BROKERS',
  async run({ config, log, timeoutMs }) {
    if (!config.kafka) return [];
    const { topics, groups, unseen } = await once(watchKafka(config.kafka, { log }), lookOverKafka, timeoutMs);
    const seen = `${topics} topics, ${groups} consumer groups`;
    if (topics === 0) return [warn(this.name, 'no topic to be seen: does the user of KAFKA_USERNAME have the right Describe?')];
    return [
      ok(this.name, seen),
      ...unseen.map((group) => warn(this.name, `the members of ${group} cannot be seen (KIP-848): only its lag and rates can be asked.`)),
    ];
  },
};

async function once<Connection, T>(lease: Lease<Connection>, look: (connection: Connection) => Promise<T>, timeoutMs: number): Promise<T> {
  try {
    return await lease.connection.use(look, timeoutMs);
  } finally {
    await lease.close();
  }
}

const ok = (subject: string, text: string): Finding => ({ level: 'ok', subject, text });
const warn = (subject: string, text: string): Finding => ({ level: 'warn', subject, text });
