// Taken once: in a test runner's sandbox, looking up a global costs more than the arithmetic.
const { max, min, round } = Math;

/** Everything about the service and its users that a fault or a mitigation can change. Rates are per second. */
export interface Conditions {
  /** Users asking for a coupon. */
  issueRate: number;
  /** Above it the API turns users away at once. */
  issueLimit: number;
  apiInstances: number;
  /** Users looking at coupons: they need the database, but neither lock nor Kafka. */
  readRate: number;
  /** Messages that a batch puts into the topic besides the users. */
  batchRate: number;
  /** How long the stock lock is held, in seconds. */
  lockHold: number;
  /** Locks that can be held at once (one per hot coupon). */
  lockKeys: number;
  /** Share of acquisitions that fail by a late release or a collision, whatever the queue. */
  lockMisses: number;
  /** Share of failed acquisitions that are tried once more. */
  lockRetries: number;
  consumers: number;
  partitions: number;
  /** What a consumer does with a message besides the database, in seconds. */
  consumerWork: number;
  poolSize: number;
  /** Share of the reads that the replica answers. */
  replicaShare: number;
  /** Connections that are taken and never returned, per second. */
  leakRate: number;
  /** What a transaction does besides its queries, in seconds. */
  transactionIdle: number;
  /** One query, in seconds. */
  queryTime: number;
  /** How old the oldest transaction may get, in seconds. */
  oldestTransaction: number;
  /** Multiplies what each request and message allocates. */
  allocation: number;
  /** Share of what is allocated that survives into the old generation. */
  promotion: number;
  /** Pause of one young collection, in seconds. */
  youngPause: number;
  /** Pause of a full collection, in seconds. */
  fullPause: number;
  /** What collecting beside the program frees, in bytes per second. */
  freedPerSecond: number;
  /** Size of the old generation, in bytes. */
  oldMax: number;
  /** What survives every collection of the old generation, in bytes. */
  liveBytes: number;
}

export const CALM: Readonly<Conditions> = {
  issueRate: 120,
  issueLimit: Number.POSITIVE_INFINITY,
  apiInstances: 2,
  readRate: 60,
  batchRate: 0,
  lockHold: 0.012,
  lockKeys: 3,
  lockMisses: 0,
  lockRetries: 0.5,
  consumers: 6,
  partitions: 12,
  consumerWork: 0.008,
  poolSize: 40,
  replicaShare: 0,
  leakRate: 0,
  transactionIdle: 0.042,
  queryTime: 0.006,
  oldestTransaction: 0.4,
  allocation: 1,
  promotion: 0.01,
  youngPause: 0.025,
  fullPause: 3,
  freedPerSecond: 60e6,
  oldMax: 3e9,
  liveBytes: 0.9e9,
};

export const BREAKABLE = ['S1', 'S2', 'S3', 'S4', 'S5'] as const;
export type Breakable = (typeof BREAKABLE)[number];

/** What each cause changes at strength 1, by the names that the playbook gives to the causes. The first cause of a scenario is its default. */
const CAUSES: Record<Exclude<Breakable, 'S1'>, Record<string, Partial<Conditions>>> = {
  S2: {
    // The others hang: they have left the group, and their processes are there.
    'few-consumers': { consumers: 1 },
    // A topic that was created too narrow, met by more users than usual: adding consumers would not help.
    'few-partitions': { partitions: 2, issueRate: 180 },
    'slow-consumer': { consumerWork: 0.06 },
    'growing-lag': { batchRate: 330 },
  },
  S3: {
    'connection-leak': { leakRate: 1.4 },
    'long-transactions': { transactionIdle: 0.5, oldestTransaction: 90 },
    'request-burst': { readRate: 1_800 },
    'slow-queries': { queryTime: 0.25, oldestTransaction: 9 },
  },
  S4: {
    'many-users': { issueRate: 420 },
    'lock-held-long': { lockHold: 0.06 },
    'late-release': { lockHold: 0.045, lockMisses: 0.15, lockRetries: 0.9 },
  },
  S5: {
    'allocation-burst': { allocation: 11, promotion: 0.07 },
    'gc-settings': { youngPause: 1.6 },
    'old-gen-full': { liveBytes: 2.86e9 },
  },
};

/** A response-time spike is never alone: it is one of the others, seen from the outside. */
const SPIKES: Record<string, Partial<Conditions>> = {
  'redis-lock': CAUSES.S4['lock-held-long'] ?? {},
  'kafka-delay': CAUSES.S2['slow-consumer'] ?? {},
  'gc-pause': CAUSES.S5['gc-settings'] ?? {},
  'db-pool': CAUSES.S3['long-transactions'] ?? {},
};

/** What went wrong in the consumers that run, and is not in those that are started anew; the leak is in a path that they take once they have failed. */
export const IN_RUNNING_CONSUMERS: readonly string[] = ['few-consumers', 'connection-leak'];

/** The causes with which a scenario can be broken, the default first. */
export function causesOf(scenario: Breakable): string[] {
  return Object.keys(scenario === 'S1' ? SPIKES : CAUSES[scenario]);
}

export interface Break {
  scenario: Breakable;
  cause: string;
  /** 1 is a plain failure; 0.5 half way to it from calm; 2 worse. */
  strength: number;
}

/** The conditions while these things are broken. Several add up. */
export function conditionsUnder(breaks: Iterable<Break>): Conditions {
  const conditions: Conditions = { ...CALM };
  for (const { scenario, cause, strength } of breaks) {
    const change = (scenario === 'S1' ? SPIKES : CAUSES[scenario])[cause] ?? {};
    for (const [name, broken] of Object.entries(change) as [keyof Conditions, number][]) {
      conditions[name] += (broken - CALM[name]) * strength;
    }
  }
  return {
    ...conditions,
    // Half a consumer is none, and nothing may turn negative when faults add up.
    consumers: max(0, round(conditions.consumers)),
    partitions: max(1, round(conditions.partitions)),
    liveBytes: min(conditions.liveBytes, 2.95e9),
  };
}
