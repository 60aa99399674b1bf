import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { errorText } from '../domain/errors.ts';
import type { AlertInbox } from '../workflows/alerts/alert-inbox.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { openAlertDoor } from './alerts/alert-door.ts';
import { openStatusDoor } from './status/status-door.ts';

export interface WebServerOptions {
  runtime: Runtime;
  /** 0 picks a free one. */
  port: number;
  /** Loopback in rehearsals and tests; everywhere in a container. */
  host: string;
  /** Where alerts come in; absent in a process that does not take them. */
  alerts?: { inbox: AlertInbox; token: string | undefined };
  /** Whether everybody is told the public status here. */
  status?: 'shown';
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
export async function startWebServer({ runtime, port, host, alerts, status, slack, mount }: WebServerOptions): Promise<WebServer> {
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
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bongsu_' });

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await runtime.storage.ping();
      // Told, and no reason not to be ready: alerts, deadlines and pages by other ways need no connection with Slack.
      return { status: 'ready', ...(slack && { slack: slack() }) };
    } catch (error) {
      return reply.code(503).send({ status: 'not ready', database: errorText(error) });
    }
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  if (alerts) openAlertDoor(app, { runtime, ...alerts });
  if (status) openStatusDoor(app, runtime);
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send({ error: `There is nothing at ${request.method} ${request.url}.` }),
  );

  await app.listen({ port, host });
  const address = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, close: () => app.close() };
}
