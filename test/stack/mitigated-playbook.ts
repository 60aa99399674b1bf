import type { TargetSpec } from '../../src/domain/mitigation/targets.ts';
import { add, type Edit, each } from '../support/scenario/edit-playbook.ts';
import { scriptOf } from './coupon/lock.ts';
import { TOPIC } from './coupon/settings.ts';
import { JVM_PROFILES } from './jvm/step-server.ts';

/** Where the parts of a running stack are turned. */
export interface StackTargets {
  /** Doors of the API and the consumers: `http://…`, their settings at `/settings`. */
  apiUrl: string;
  consumerUrl: string;
  /** The stack's control door, whose `/jvm` holds the profile of the JVM. */
  controlUrl: string;
}

/** The effect is judged by the last third of this wait: by then a queue must be empty, and a JVM that was restarted be warm. */
const SLOW: Record<string, string> = { 'scale-consumers': '24s', 'add-partitions': '24s', 'tune-gc': '24s' };

type Target = Partial<TargetSpec>;
type Mitigation = Record<'verify' | 'guard', object | undefined>;

/**
 * Switches the mitigations of the stack's playbook on and points them at the stack. The bot needs MITIGATE_REDIS_URL (the stack's COUPON_REDIS_URL) for the lock's script,
 * MITIGATE_DATABASE_URL for sessions, KAFKA_BROKERS for partitions, and WEBHOOK_SECRET, with which it signs; the stack does not check the signature.
 */
export function mitigatedStack({ apiUrl, consumerUrl, controlUrl }: StackTargets): readonly Edit[] {
  const api = (field: string): Target => ({ http: { url: `${apiUrl}/settings`, field } });
  const consumer = (field: string): Target => ({ http: { url: `${consumerUrl}/settings`, field } });
  const script = (field: string): Target => ({ redis: { key: 'coupon:lock:scripts', field } });
  const overlays: Record<string, { on: Target[]; with?: object; limits?: object }> = {
    'rate-limit': { on: [api('requestsPerSecond')], with: { rate: 40 } },
    'restart-consumers': { on: [consumer('restartedAt')] },
    'scale-consumers': {
      on: [consumer('consumers')],
      with: { factor: 8, partitionsSignal: 'kafka_partitions' },
      limits: { min: 1, max: 48 },
    },
    'grow-db-pool': { on: [api('poolSize')], with: { factor: 5, maxConnections: 100, reserve: 25 } },
    'redefine-lock-script': {
      on: [script('acquire'), script('candidate'), script('candidateShare')],
      with: { script: scriptOf('atomic.lua'), canary: 0.1, canarySeconds: 2, errorSignal: 'error_rate', maxErrors: 0.2 },
    },
    'tune-gc': {
      on: [{ http: { url: `${controlUrl}/jvm`, field: 'profile' } }],
      with: { profile: 'tuned' },
      // The stack begins with tuned, and S5 gc-settings makes it poor.
      limits: { choices: JVM_PROFILES },
    },
    'offload-reads': { on: [api('replicaShare')], with: { share: 0.9 } },
    'end-session': { on: [{ postgres: { sessions: 'coupon' } }], with: { olderThanSeconds: 5 } },
    'add-partitions': { on: [{ kafka: { topic: TOPIC, set: 'partitions' } }], with: { factor: 24 } },
  };
  return [
    ...Object.entries(overlays).map(([name, overlay]) =>
      each<Mitigation>(`mitigations.${name}`, ({ verify, guard, ...shipped }) => ({
        ...shipped,
        ...overlay,
        enabled: true,
        verify: { ...verify, after: SLOW[name] ?? '18s' },
        // One incident follows the other.
        guard: { ...guard, cooldown: '5s' },
      })),
    ),
    // On a busy machine the JVM needs longer to start, and dozens of consumers to join.
    add('mitigating', { timeout: '30s' }),
  ];
}
