import fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** What a process of the coupon service was started with. */
export interface Surroundings {
  port: number;
  kafkaBrokers: string[];
  redisUrl: string;
  primaryUrl: string;
  replicaUrl: string;
}

export function surroundings(): Surroundings {
  const given = (name: string) => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  return {
    port: Number(process.argv[2] ?? process.env.COUPON_PORT),
    kafkaBrokers: given('KAFKA_BROKERS').split(','),
    redisUrl: given('COUPON_REDIS_URL'),
    primaryUrl: given('COUPON_PRIMARY_URL'),
    replicaUrl: given('COUPON_REPLICA_URL'),
  };
}

export interface Door<S extends object> {
  /** The same object for good; its fields change. */
  settings: S;
  server: FastifyInstance;
  /** Serves, and says so. */
  open(): Promise<void>;
}

/**
 * The HTTP side of a process: GET /metrics, and its settings at GET and PATCH /settings, which takes some of the fields and answers when `change`
 * has carried them out.
 */
export function createDoor<S extends object>({
  port,
  registry,
  settings,
  change = async () => {},
}: {
  port: number;
  registry: Registry;
  settings: S;
  change?: (changed: Partial<S>) => Promise<void>;
}): Door<S> {
  const server = fastify({ logger: { level: 'warn' } });
  server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  server.get('/settings', async () => settings);
  server.patch<{ Body: Partial<S> }>('/settings', async ({ body }) => {
    Object.assign(settings, body);
    await change(body as Partial<S>);
    return settings;
  });
  return {
    settings,
    server,
    async open() {
      await server.listen({ port, host: process.env.COUPON_HOST ?? '127.0.0.1' });
      process.stdout.write('listening\n');
    },
  };
}
