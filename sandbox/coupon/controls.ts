import { z } from 'zod';
import { CALM, type Conditions } from './conditions.ts';

// Taken once: in a test runner's sandbox, looking up a global costs more than the arithmetic.
const { max } = Math;

export const LOCK_SCRIPTS = ['lock', 'atomic'] as const;
export const GC_PROFILES = ['throughput', 'low-pause'] as const;

/** What its operators can turn while the service runs, as they have set it; what is broken does not show here. */
export const controlsSchema = z.strictObject({
  /** Of the issuing API; 0 is no limit. */
  issuesPerSecond: z.number().min(0).max(100_000),
  apiInstances: z.int().min(1).max(20),
  consumers: z.int().min(0).max(200),
  /** A mark of when the consumers were last restarted; a new one restarts them. */
  consumersRestartedAt: z.string().max(200).nullable(),
  /** Null: as the topic was created. */
  partitions: z.int().min(1).max(500).nullable(),
  /** Of all instances together, while there are as many as usual. */
  poolSize: z.int().min(1).max(1_000),
  /** Share of the reads that go to the replica. */
  replicaShare: z.number().min(0).max(1),
  lockScript: z.enum(LOCK_SCRIPTS),
  /** What the share `lockCanary` of the acquisitions uses instead. */
  lockCandidate: z.enum(LOCK_SCRIPTS).nullable(),
  lockCanary: z.number().min(0).max(1),
  /** Flags and heap size of the JVM, which restarts when they change. */
  gcProfile: z.enum(GC_PROFILES),
});

export type Controls = z.infer<typeof controlsSchema>;

export const CALM_CONTROLS: Readonly<Controls> = {
  issuesPerSecond: 0,
  apiInstances: CALM.apiInstances,
  consumers: CALM.consumers,
  consumersRestartedAt: null,
  partitions: null,
  poolSize: CALM.poolSize,
  replicaShare: 0,
  lockScript: 'lock',
  lockCandidate: null,
  lockCanary: 0,
  gcProfile: 'throughput',
};

/** What taking a coupon within the script takes, in seconds: nobody holds anything. */
const ATOMIC_HOLD = 0.001;
/** A collector that works beside the program, in a larger heap. */
const LOW_PAUSE: Partial<Conditions> = { youngPause: 0.004, freedPerSecond: 400e6, fullPause: 0.2, oldMax: 4.5e9 };

/** The conditions as they are with the controls in these positions. */
export function underControls(broken: Readonly<Conditions>, controls: Readonly<Controls>): Conditions {
  const { apiInstances, replicaShare, lockScript, lockCandidate, lockCanary } = controls;
  const instances = apiInstances / CALM.apiInstances;
  const atomic = lockScript === 'atomic' ? 1 : lockCandidate === 'atomic' ? lockCanary : 0;
  return {
    ...broken,
    issueLimit: controls.issuesPerSecond > 0 ? controls.issuesPerSecond : Number.POSITIVE_INFINITY,
    apiInstances,
    // Those that hang stay hanging beside the new ones.
    consumers: max(0, broken.consumers + controls.consumers - CALM.consumers),
    partitions: controls.partitions ?? broken.partitions,
    poolSize: controls.poolSize * instances,
    replicaShare,
    // Long queries are reads: the fewer of them the primary has, the less they stand in each other's way.
    queryTime: CALM.queryTime + (broken.queryTime - CALM.queryTime) * (1 - replicaShare) ** 3,
    lockHold: broken.lockHold * (1 - atomic) + ATOMIC_HOLD * atomic,
    lockMisses: broken.lockMisses * (1 - atomic),
    // Each instance has a heap of its own and does its part of the work.
    allocation: broken.allocation / instances,
    ...(controls.gcProfile === 'low-pause' && LOW_PAUSE),
  };
}
