import type { ActuatorPool } from '../actuator.ts';
import type { Meters } from './meters.ts';
import type { Evaluate } from './signals.ts';

/** HikariCP's meters as Prometheus has them, for `analysis.pools` of the playbook. */
export const POOL: Readonly<Record<string, Evaluate>> = {
  hikaricp_connections_active: (now) => now.poolActive,
  hikaricp_connections_idle: (now) => Math.max(0, now.poolSize - now.poolActive),
  hikaricp_connections_pending: (now) => now.poolPending,
  hikaricp_connections_max: (now) => now.poolSize,
  hikaricp_connections_timeout_total: (now) => now.poolTimeouts,
};

export const POOL_LABELS = { pool: 'HikariPool-1', job: 'coupon-api', instance: 'coupon-api:8080' } as const;

/** The same as the service's own Actuator tells it. */
export function poolNow({ poolActive, poolSize, poolPending, poolTimeouts }: Meters): ActuatorPool {
  const idle = Math.max(0, poolSize - poolActive);
  return { name: POOL_LABELS.pool, meters: { active: poolActive, idle, pending: poolPending, max: poolSize, timeout: poolTimeouts } };
}
