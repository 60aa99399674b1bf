import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { errorText } from '../domain/errors.ts';
import type { Refusals } from '../workflows/alerts/refusals.ts';
import type { AlertIntake } from '../workflows/alerts/take-body.ts';
import type { Concern } from '../workflows/runtime/readiness.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { openAlertDoor } from './alerts/alert-door.ts';
import { openStatusDoor, type StatusDoor } from './status/status-door.ts';
import { openWaitingDoor } from './status/waiting-door.ts';
import { openSubscriberDoor, type SubscriberDoorOptions } from './subscribers/subscriber-door.ts';

export interface WebServerOptions {
  runtime: Runtime;
  /** What `/metrics` shows. */
  counters: { readonly contentType: string; text(): Promise<string> };
  /** What `/readyz` looks at besides the database, by name. */
  readiness: Readonly<Record<string, () => Promise<Concern[]>>>;
  /** 0 picks a free one. */
  port: number;
  /** Loopback in rehearsals and tests; everywhere in a container. */
  host: string;
  /** Where alerts come in; absent in a process that does not take them. */
  alerts?: { intake: AlertIntake; refusals: Refusals; token: string | undefined };
  /** Where the public status is told; absent in a process that does not tell it. */
  status?: StatusDoor;
  /** Whether people subscribe to updates here. */
  subscribers?: Omit<SubscriberDoorOptions, 'runtime'>;
  /** How Slack reaches this process, for `/readyz`; absent in a process that does not talk with it. */
  slack?: () => object;
  /** Another listener for everything below `path`: Slack's requests need their raw body. */
  mount?: { path: string; listener: RequestListener };
}

export interface WebServer {
  /** Where it can be reached from this machine. */
  url: string;
  close(): Promise<void>;
}

/** The other doors: alerts, the public status, health, metrics. One port for all, Slack's included. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { runtime, counters, port, host, alerts, status, subscribers, mount } = options;
  const app: FastifyInstance = fastify({
    bodyLimit: 1_048_576,
    forceCloseConnections: true,
    serverFactory: (handle) =>
      createServer((request, response) => {
        const path = request.url?.split('?')[0];
        if (mount && path === mount.path && request.method === 'POST') mount.listener(request, response);
        else handle(request, response);
      }),
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const { ready, body } = await readinessOf(options);
    return reply.code(ready ? 200 : 503).send(body);
  });
  app.get('/metrics', async (_request, reply) => reply.type(counters.contentType).send(await counters.text()));
  if (alerts) openAlertDoor(app, { runtime, ...alerts });
  if (status) {
    openStatusDoor(app, runtime, status);
    openWaitingDoor(app, runtime, status);
  }
  if (subscribers) openSubscriberDoor(app, { runtime, ...subscribers });
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send({ error: `There is nothing at ${request.method} ${request.url.split('?', 1)[0]}.` }),
  );

  await app.listen({ port, host });
  const address = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, close: () => app.close() };
}

/** What `/readyz` answers. Slack is told, and no reason not to be ready: alerts, deadlines and pages by other ways need no connection with it. */
async function readinessOf({ runtime, readiness, slack }: WebServerOptions): Promise<{ ready: boolean; body: object }> {
  try {
    await runtime.storage.ping();
  } catch (error) {
    return { ready: false, body: { status: 'not ready', database: errorText(error) } };
  }
  const found = await Promise.all(
    Object.entries(readiness).map(async ([name, look]) => await look().catch((error) => [brokenCheck(name, error)])),
  );
  const concerns = found.flat();
  const ready = concerns.every(({ unready }) => !unready);
  return {
    ready,
    body: { status: ready ? 'ready' : 'not ready', ...(slack && { slack: slack() }), ...(concerns.length > 0 && { concerns }) },
  };
}

function brokenCheck(name: string, error: unknown): Concern {
  return { code: `${name}-unknown`, text: `It could not be found out: ${errorText(error)}`, unready: false };
}
