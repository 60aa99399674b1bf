import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { eventually } from '../support/clocks/eventually.ts';
import { asAdmin } from '../support/run/test-run.ts';
import { causedBy } from './causes.ts';
import { SCRIPTS_KEY } from './coupon/lock.ts';
import { COUPONS } from './coupon/settings.ts';
import { JVM_PROFILES, PROFILES } from './jvm/step-server.ts';
import type { Stack } from './stack.ts';

/** What a person does about a cause. */
export interface Cure {
  /** As the playbook calls it. */
  mitigation: string;
  /** What is chosen instead of what is offered, as typed: `to=roomy`. */
  chosen?: string;
  /** It turns the very thing that is broken: taking it back breaks that again. */
  turnsTheFault?: true;
  /** Why the fault wins in the end; the signals are normal all the same when the effect is judged. Absent: it holds for good. */
  onlyRelieves?: string;
}

/** The mitigation that fits each cause. All of them bring the signals back to normal while the fault is still there. */
const CURES: Record<string, Record<string, Cure>> = {
  S2: {
    'few-consumers': { mitigation: 'scale-consumers', turnsTheFault: true },
    'few-partitions': { mitigation: 'add-partitions' },
    'slow-consumer': { mitigation: 'scale-consumers' },
    'growing-lag': { mitigation: 'scale-consumers' },
  },
  S3: {
    'connection-leak': {
      mitigation: 'grow-db-pool',
      onlyRelieves: 'a pool of any size leaks empty; this one lasts for more than a minute, in which somebody can mend the leak',
    },
    'long-transactions': { mitigation: 'grow-db-pool' },
    'request-burst': { mitigation: 'rate-limit' },
    'slow-queries': { mitigation: 'offload-reads' },
  },
  S4: {
    'many-users': { mitigation: 'rate-limit' },
    'lock-held-long': { mitigation: 'redefine-lock-script' },
    'late-release': { mitigation: 'redefine-lock-script' },
  },
  S5: {
    // The flags are the tuned ones already, but not for work in bulk.
    'allocation-burst': { mitigation: 'tune-gc', chosen: 'to=roomy' },
    'gc-settings': { mitigation: 'tune-gc', turnsTheFault: true },
    // What it holds, it holds again after the restart: only a larger heap has room for it.
    'old-gen-full': { mitigation: 'tune-gc', chosen: 'to=spacious' },
  },
};

/** Throws when nothing is known to help against this cause. */
export function cureOf(scenario: string, cause: string): Cure {
  const [origin, name] = causedBy(scenario, cause);
  const cure = CURES[origin]?.[name];
  if (!cure) throw new Error(`nothing is known to help against ${origin} ${name}`);
  return cure;
}

/** What a mitigation turns, asked of the thing itself: the process, the server, the operating system. */
export const TURNED: Record<string, (stack: Stack) => Promise<unknown>> = {
  'rate-limit': async (stack) => (await stack.api.settings()).requestsPerSecond,
  'grow-db-pool': async (stack) => (await stack.api.settings()).poolSize,
  'offload-reads': async (stack) => (await stack.api.settings()).replicaShare,
  // As the broker counts the group's members.
  'scale-consumers': (stack) => stack.readings.of('kafka_consumers'),
  'add-partitions': (stack) => stack.readings.of('kafka_partitions'),
  'redefine-lock-script': (stack) => withRedis(stack, (redis) => redis.hget(SCRIPTS_KEY, 'acquire')),
  // By the flags with which the process runs.
  'tune-gc': async (stack) => {
    const flags = readFileSync(`/proc/${stack.jvmPid()}/cmdline`, 'utf8').split('\0');
    return JVM_PROFILES.find((name) => PROFILES[name].every((flag) => flags.includes(flag)));
  },
};

/** What else shows that it is really so, where the value alone would not; rejects when it is not. */
export const SEEN: Record<string, (stack: Stack) => Promise<unknown>> = {
  'rate-limit': (stack) =>
    eventually('somebody who is turned away', async () => ((await fetch(`${stack.api.url}/coupons`)).status === 429 ? true : undefined)),
  'grow-db-pool': async (stack) => {
    const sessions = async () => Number((await asked(stack.environment().COUPON_DATABASE_URL, SESSIONS)) ?? 0);
    // Twelve before, and ten of the consumers.
    await eventually('more sessions in the database', async () => ((await sessions()) > 25 ? true : undefined));
  },
  'offload-reads': async (stack) => {
    const reads = async () => Number((await asked(stack.environment().COUPON_REPLICA_URL, READS)) ?? 0);
    const before = await reads();
    await eventually('reads on the replica', async () => ((await reads()) > before + 10 ? true : undefined));
  },
  'redefine-lock-script': async (stack) => {
    const held = () => withRedis(stack, (redis) => redis.exists(...COUPONS.map((coupon) => `coupon:lock:${coupon}`)));
    await eventually('that nobody holds a lock any more', async () => ((await held()) === 0 ? true : undefined));
  },
};

const SESSIONS = "SELECT count(*) AS found FROM pg_stat_activity WHERE datname = 'coupon'";
const READS = "SELECT sum(calls) AS found FROM pg_stat_statements WHERE query LIKE '%pg_sleep%issued%'";

async function asked(url: string | undefined, query: string): Promise<unknown> {
  return (await asAdmin(url ?? '', (client) => client.query(query))).rows[0]?.found;
}

async function withRedis<T>(stack: Stack, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(stack.environment().COUPON_REDIS_URL ?? '');
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
