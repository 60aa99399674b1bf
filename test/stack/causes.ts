import { type ApiSettings, CALM_API, CALM_CONSUMER, CALM_TRAFFIC, type ConsumerSettings, type TrafficSettings } from './coupon/settings.ts';
import { LAG } from './playbook.ts';

/** Everything about the running service and its users that can be broken. */
export interface Conditions {
  api: ApiSettings;
  consumer: ConsumerSettings;
  traffic: TrafficSettings;
  topic: { partitions: number };
  jvm: {
    /** Poor ones make the JVM restart with one collector thread that collects the whole heap again and again. */
    poorSettings: boolean;
    /** What is held fills the old generation of the tuned heap to this share, also after a restart; 0: only the catalogue is. */
    retainedShare: number;
  };
}

export const CALM: Conditions = {
  api: CALM_API,
  consumer: CALM_CONSUMER,
  traffic: CALM_TRAFFIC,
  // Six for each consumer of calm days, so that more consumers can share them.
  topic: { partitions: 48 },
  jvm: { poorSettings: false, retainedShare: 0 },
};

type Change = { [Part in keyof Conditions]?: Partial<Conditions[Part]> };

export interface Cause {
  change: Change;
  /** The signals by which it is known, over these values; those of D1–D4 among them where it crosses one. */
  shows: Record<string, number>;
  /** It is seen within this or not at all; others have queues to fill first. In milliseconds. */
  withinMs?: number;
}

export interface Break {
  scenario: string;
  cause: string;
  /** 1 is a plain failure; 0.5 half way to it from calm; 2 worse. */
  strength: number;
}

/** The share of the old generation that is a full one at strength 1. */
const FULL = 0.955;

/** What each cause of the playbook changes at strength 1. */
const CAUSES: Record<string, Record<string, Cause>> = {
  S2: {
    'few-consumers': { change: { consumer: { consumers: 1 } }, shows: { kafka_lag: LAG } },
    // A topic that was created too narrow, met by more users than usual: somebody has added consumers, and it did not help.
    'few-partitions': {
      change: { topic: { partitions: 2 }, consumer: { consumers: 24 }, traffic: { issueRate: 95 } },
      shows: { kafka_lag: LAG },
    },
    'slow-consumer': { change: { consumer: { workMs: 300 } }, shows: { kafka_lag: LAG, consumer_process_time: 0.2 } },
    'growing-lag': { change: { traffic: { batchRate: 190 } }, shows: { kafka_lag: LAG, kafka_produce_rate: 150 } },
  },
  S3: {
    'connection-leak': { change: { api: { leaksPerSecond: 0.6 } }, shows: { db_pool_used: 0.9 } },
    'long-transactions': {
      change: { api: { transactionIdleMs: 500, forgottenTransaction: true } },
      shows: { db_pool_used: 0.9, db_connection_hold_time: 0.12 },
    },
    'request-burst': { change: { traffic: { readRate: 320 } }, shows: { db_pool_used: 0.9, request_rate: 200 } },
    'slow-queries': { change: { api: { readQueryMs: 1_200 } }, shows: { db_pool_used: 0.9, db_query_time: 0.03 } },
  },
  S4: {
    'many-users': { change: { traffic: { issueRate: 170, hotShare: 1 } }, shows: { response_time_p95: 2, redis_lock_wait: 1 } },
    'lock-held-long': { change: { api: { lockHoldMs: 180 } }, shows: { response_time_p95: 2, redis_lock_wait: 1, redis_lock_hold: 0.05 } },
    'late-release': {
      change: { api: { lockForgotten: 0.35, lockRetries: 1, lockPauseMs: 5 } },
      shows: { response_time_p95: 2, redis_lock_wait: 1, redis_lock_failures: 5 },
    },
  },
  S5: {
    'allocation-burst': {
      change: { consumer: { messageKb: 2_000, messageKeepMs: 500 }, traffic: { batchRate: 40 } },
      shows: { gc_pause_ratio: 0.2, allocation_rate: 8e7 },
    },
    'gc-settings': { change: { jvm: { poorSettings: true } }, shows: { response_time_p95: 2, gc_pause_ratio: 0.4 } },
    'old-gen-full': { change: { jvm: { retainedShare: FULL } }, shows: { heap_old_used: 0.88, gc_pause_ratio: 0.2 }, withinMs: 15_000 },
  },
};

/** A response-time spike is never alone: it is one of the others, seen from the outside. */
const SPIKES: Record<string, [scenario: string, cause: string]> = {
  'redis-lock': ['S4', 'lock-held-long'],
  'kafka-delay': ['S2', 'slow-consumer'],
  'gc-pause': ['S5', 'gc-settings'],
  'db-pool': ['S3', 'long-transactions'],
};

export const SCENARIOS = ['S1', ...Object.keys(CAUSES)];

/** The causes with which a scenario can be broken, by the playbook's names. */
export function causesOf(scenario: string): string[] {
  return Object.keys(scenario === 'S1' ? SPIKES : (CAUSES[scenario] ?? {}));
}

/** What is really broken, and must be named: a spike is another scenario's cause. */
export function causedBy(scenario: string, name: string): [scenario: string, cause: string] {
  return (scenario === 'S1' && SPIKES[name]) || [scenario, name];
}

/** Throws when the playbook knows no such cause of this scenario. */
export function causeOf(scenario: string, name: string): Cause {
  const [origin, key] = causedBy(scenario, name);
  const cause = CAUSES[origin]?.[key];
  if (!cause)
    throw new Error(`${scenario} has no cause ${name}; there are ${causesOf(scenario).join(', ') || `only ${SCENARIOS.join(', ')}`}`);
  return scenario === 'S1' ? { ...cause, shows: { response_time_p95: 2, ...cause.shows } } : cause;
}

/** The conditions while these things are broken. Several add up. */
export function conditionsUnder(breaks: Iterable<Break>, calm: Conditions = CALM): Conditions {
  const conditions = structuredClone(calm);
  for (const { scenario, cause, strength } of breaks) {
    for (const [part, change] of Object.entries(causeOf(scenario, cause).change) as [keyof Conditions, object][]) {
      const changed = conditions[part] as unknown as Record<string, unknown>;
      const from = calm[part] as unknown as Record<string, unknown>;
      for (const [name, broken] of Object.entries(change)) changed[name] = moved(changed[name], from[name], broken, strength);
    }
  }
  const { consumer, topic, api, traffic, jvm } = conditions;
  // Half a consumer is none, and nothing may turn negative when faults add up.
  consumer.consumers = Math.max(0, Math.round(consumer.consumers));
  topic.partitions = Math.max(1, Math.round(topic.partitions));
  api.lockForgotten = Math.min(1, api.lockForgotten);
  api.lockPauseMs = Math.max(2, api.lockPauseMs);
  api.lockRetries = Math.round(api.lockRetries);
  traffic.hotShare = Math.min(1, traffic.hotShare);
  // A heap with half as much left is twice as full; filled by so much again it would not be slow but dead.
  if (jvm.retainedShare > FULL) jvm.retainedShare = 1 - (FULL * (1 - FULL)) / jvm.retainedShare;
  return conditions;
}

function moved(now: unknown, from: unknown, broken: unknown, strength: number): unknown {
  if (typeof now === 'number' && typeof from === 'number' && typeof broken === 'number') return now + (broken - from) * strength;
  return strength > 0 ? broken : now;
}
