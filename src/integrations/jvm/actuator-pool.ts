import { z } from 'zod';
import { POOL_METERS, type PoolMeter, type PoolState } from '../../domain/analysis/pool.ts';
import { PermanentError } from '../../domain/errors.ts';
import type { PoolReader } from '../../domain/ports/evidence.ts';
import { worded } from '../../languages/worded.ts';
import { endpointAt } from '../endpoint.ts';
import { httpRequest, jsonOf } from '../http.ts';
import { actuatorRefusal } from './actuator-refusal.ts';

export interface ActuatorPoolOptions {
  name: string;
  /** Where Spring Boot Actuator answers, such as `http://api:8080/actuator`. */
  url: string;
  /** The whole header `Authorization`, such as `Bearer …`. */
  authorization: string | undefined;
}

/** Nobody reads more pools of one service than these. */
const POOLS_MAX = 8;
const METERS = Object.entries(POOL_METERS) as [PoolMeter, string][];

const meter = z.object({
  measurements: z.array(z.object({ statistic: z.string(), value: z.number() })),
  availableTags: z.array(z.object({ tag: z.string(), values: z.array(z.string()) })).default([]),
});

type Meter = z.output<typeof meter>;

/** HikariCP's meters by the service's own Actuator (https://docs.spring.io/spring-boot/api/rest/actuator/metrics.html): as it is now, nothing of before. */
export function createActuatorPool({ name, url, authorization }: ActuatorPoolOptions): PoolReader {
  const endpoint = endpointAt(url);
  const headers = { ...endpoint.headers, ...(authorization !== undefined && { authorization }) };

  /** Undefined when the service has no such meter. */
  async function ask(what: string, pool: string | undefined, timeoutMs: number): Promise<Meter | undefined> {
    const address = endpoint.at(`/metrics/hikaricp.connections.${what}`, pool === undefined ? {} : { tag: `pool:${pool}` });
    const reply = await httpRequest({ vendor: 'Actuator', method: 'GET', url: address, headers, timeoutMs });
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw actuatorRefusal(reply, 'metrics');
    const parsed = meter.safeParse(jsonOf(reply.text));
    if (!parsed.success) throw actuatorRefusal(reply, 'metrics');
    return parsed.data;
  }

  async function stateOf(pool: string, timeoutMs: number): Promise<PoolState> {
    const answers = await Promise.all(
      METERS.map(async ([key, what]) => [key, (await ask(what, pool, timeoutMs))?.measurements[0]?.value] as const),
    );
    return { pool, ...Object.fromEntries(answers.filter(([, value]) => value !== undefined && Number.isFinite(value))) };
  }

  return {
    name,
    read: async ({ timeoutMs }) => {
      const active = await ask(POOL_METERS.active, undefined, timeoutMs);
      if (!active)
        throw new PermanentError(
          'no_pool',
          worded(({ evidence }) => evidence.actuatorTellsNo),
        );
      const pools = active.availableTags.find(({ tag }) => tag === 'pool')?.values ?? [];
      if (pools.length === 0) return [{ pool: name, active: active.measurements[0]?.value ?? 0 }];
      return await Promise.all(pools.slice(0, POOLS_MAX).map((pool) => stateOf(pool, timeoutMs)));
    },
  };
}
