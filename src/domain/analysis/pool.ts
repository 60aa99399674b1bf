import type { Series } from '../ports/metrics.ts';

/** A connection pool of the watched service at one moment; what is not measured is absent. */
export interface PoolState {
  /** As the service calls it, with the instance where there are several. */
  pool: string;
  active?: number;
  idle?: number;
  /** Threads that wait for a connection. */
  pending?: number;
  max?: number;
  /** Threads that waited in vain since the service started. */
  timeouts?: number;
}

/** The numbers of a pool, as HikariCP's meters of Micrometer are called behind `hikaricp.connections.`. */
export const POOL_METERS = { active: 'active', idle: 'idle', pending: 'pending', max: 'max', timeouts: 'timeout' } as const;
export type PoolMeter = keyof typeof POOL_METERS;
const PREFIX = 'hikaricp_connections_';

/** All numbers of the pools that a selector of PromQL such as `{job="coupon-api"}` chooses, in one query. */
export function poolQuery(selector: string): string {
  const inside = selector.replace(/^\s*\{|\}\s*$/g, '').trim();
  return `{__name__=~"${PREFIX}(active|idle|pending|max|timeout_total)"${inside === '' ? '' : `,${inside}`}}`;
}

/** What that query gave, pool by pool. Two instances of a service have pools of the same name. */
export function poolsOf(series: readonly Series[]): PoolState[] {
  const pools = new Map<string, PoolState & { instance: string }>();
  for (const { labels, value } of series) {
    const meter = meterOf(labels.__name__ ?? '');
    if (!meter) continue;
    const [pool, instance] = [labels.pool ?? labels.job ?? 'pool', labels.instance ?? ''];
    const key = `${pool} ${instance}`;
    pools.set(key, { ...(pools.get(key) ?? { pool, instance }), [meter]: value });
  }
  const all = [...pools.values()];
  return all.map(({ instance, ...state }) => {
    const several = all.filter(({ pool }) => pool === state.pool).length > 1;
    return { ...state, pool: several && instance !== '' ? `${state.pool} ${instance}` : state.pool };
  });
}

function meterOf(name: string): PoolMeter | undefined {
  const meter = name.startsWith(PREFIX) ? name.slice(PREFIX.length).replace(/_total$/, '') : '';
  return (Object.keys(POOL_METERS) as PoolMeter[]).find((key) => POOL_METERS[key] === meter);
}
