import type { Controls } from './controls.ts';

/** What a mitigation of the playbook acts on here, and what fits this service's numbers. */
interface Overlay {
  /** Names of its controls, in the order of `on`. */
  controls: readonly (keyof Controls)[];
  with?: Record<string, string | number>;
}

const OVERLAYS: Readonly<Record<string, Overlay>> = {
  'rate-limit': { controls: ['issuesPerSecond'], with: { rate: 40 } },
  'restart-consumers': { controls: ['consumersRestartedAt'] },
  'scale-consumers': {
    controls: ['consumers'],
    with: { step: 6, partitionsSignal: 'kafka_partitions', membersSignal: 'kafka_consumers', connectionsEach: 1 },
  },
  'grow-db-pool': { controls: ['poolSize'], with: { factor: 3, maxConnections: 200, reserve: 20 } },
  'spread-load': { controls: ['apiInstances'], with: { factor: 2, connectionsEach: 20 } },
  'redefine-lock-script': {
    controls: ['lockScript', 'lockCandidate', 'lockCanary'],
    with: { version: 'atomic', canary: 0.1, errorSignal: 'error_rate', maxErrors: 0.5 },
  },
  'tune-gc': { controls: ['gcProfile'] },
  'offload-reads': { controls: ['replicaShare'], with: { share: 0.8 } },
  'add-partitions': { controls: ['partitions'], with: { factor: 6 } },
};
/** A look in the first minutes would find queues that are still on their way down. */
const VERIFY_AFTER = '15m';
interface Mitigation {
  enabled?: boolean;
  on?: unknown;
  with?: unknown;
  verify?: Record<string, unknown>;
}

/**
 * A playbook, as its file says it, with its mitigations switched on and pointed at the controls of the simulated service; those that it does not have, and what they do not say, stay
 * as they are.
 * @param controlUrl where each control is, below this address, by its name.
 */
export function mitigated<Written extends { mitigations?: Record<string, Mitigation> }>(playbook: Written, controlUrl: string): Written {
  const mitigations = { ...playbook.mitigations };
  for (const [name, { controls, with: settings }] of Object.entries(OVERLAYS)) {
    const written = mitigations[name];
    if (!written) continue;
    mitigations[name] = {
      ...written,
      enabled: true,
      on: controls.map((control) => ({ http: { url: `${controlUrl}/${control}`, field: control } })),
      ...(settings && { with: settings }),
      verify: { ...written.verify, after: VERIFY_AFTER },
    };
  }
  return { ...playbook, ...(playbook.mitigations && { mitigations }) };
}
