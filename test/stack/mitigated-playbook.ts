import { parseDocument } from 'yaml';
import type { TargetSpec } from '../../src/domain/mitigation/targets.ts';
import { scriptOf } from './coupon/lock.ts';

/** Where the parts of a running stack are turned. */
export interface StackTargets {
  /** Doors of the API and the consumers: `http://…`, their settings at `/settings`. */
  apiUrl: string;
  consumerUrl: string;
  /** The stack's control door, whose `/jvm` holds the profile of the JVM. */
  controlUrl: string;
}

type Target = Partial<TargetSpec>;

/**
 * The stack's playbook with its mitigations switched on and pointed at the stack. The bot needs MITIGATE_REDIS_URL (the stack's COUPON_REDIS_URL) for the lock's script, and
 * WEBHOOK_SECRET, with which it signs; the stack does not check the signature.
 */
export function mitigatedStackPlaybook(text: string, { apiUrl, consumerUrl, controlUrl }: StackTargets): string {
  const api = (field: string): Target => ({ http: { url: `${apiUrl}/settings`, field } });
  const consumer = (field: string): Target => ({ http: { url: `${consumerUrl}/settings`, field } });
  const script = (field: string): Target => ({ redis: { key: 'coupon:lock:scripts', field } });
  const overlays: Record<string, { on: Target[]; with?: object }> = {
    'rate-limit': { on: [api('issuesPerSecond')], with: { rate: 25 } },
    'restart-consumers': { on: [consumer('restartedAt')] },
    'scale-consumers': { on: [consumer('consumers')], with: { factor: 12, partitionsSignal: 'kafka_partitions' } },
    'grow-db-pool': { on: [api('poolSize'), consumer('poolSize')], with: { factor: 3, maxConnections: 100, reserve: 20 } },
    'redefine-lock-script': {
      on: [script('acquire'), script('candidate'), script('candidateShare')],
      with: { script: scriptOf('atomic.lua'), canary: 0.1 },
    },
    'tune-gc': { on: [{ http: { url: `${controlUrl}/jvm`, field: 'profile' } }], with: { profile: 'tuned' } },
    'offload-reads': { on: [api('replicaShare')], with: { share: 0.9 } },
  };
  const document = parseDocument(text);
  for (const [name, overlay] of Object.entries(overlays)) {
    const path = ['mitigations', name];
    document.setIn([...path, 'enabled'], true);
    document.setIn([...path, 'on'], document.createNode(overlay.on));
    if (overlay.with) document.setIn([...path, 'with'], document.createNode(overlay.with));
    document.setIn([...path, 'verify', 'after'], '40s');
  }
  // Those of the stack: `npm run stack -- start` begins with tuned, and S5 gc-settings makes it poor.
  document.setIn(['mitigations', 'tune-gc', 'limits'], document.createNode({ choices: ['tuned', 'poor'] }));
  return document.toString({ lineWidth: 0 });
}
