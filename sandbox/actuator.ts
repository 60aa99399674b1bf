import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ActuatorStandIn {
  /** For `actuator:` in a playbook. */
  url: string;
  /** Queries of the dumps that were asked for. */
  asked: string[];
  /** The next answers have this status and no dump. */
  failWith(status: number | undefined): void;
  close(): Promise<void>;
}

/**
 * A Spring Boot Actuator that exposes heapdump and nothing else (https://docs.spring.io/spring-boot/api/rest/actuator/heapdump.html): one dump
 * at a time, 429 for a second one meanwhile, 401 without the credentials.
 * @param dump the bytes of the dump, written anew for each who asks.
 */
export async function startActuator(
  dump: () => Buffer | Promise<Buffer>,
  { authorization, port = 0 }: { authorization?: string; port?: number } = {},
): Promise<ActuatorStandIn> {
  const asked: string[] = [];
  let failing: number | undefined;
  let dumping = false;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://actuator');
    const refuse = (status: number) => {
      response.writeHead(status, { 'content-type': 'application/vnd.spring-boot.actuator.v3+json' });
      response.end(JSON.stringify({ timestamp: new Date().toISOString(), status, path: pathname }));
    };
    if (authorization !== undefined && request.headers.authorization !== authorization) return refuse(401);
    if (pathname === '/actuator') {
      response.writeHead(200, { 'content-type': 'application/vnd.spring-boot.actuator.v3+json' });
      const href = `http://${request.headers.host}/actuator`;
      response.end(
        JSON.stringify({ _links: { self: { href, templated: false }, heapdump: { href: `${href}/heapdump`, templated: false } } }),
      );
      return;
    }
    if (pathname !== '/actuator/heapdump') return refuse(404);
    if (request.method !== 'GET') return refuse(405);
    const live = searchParams.get('live');
    if (live !== null && live !== 'true' && live !== 'false') return refuse(400);
    if (failing !== undefined) return refuse(failing);
    if (dumping) return refuse(429);
    dumping = true;
    try {
      asked.push(searchParams.toString());
      const body = await dump();
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': body.length });
      response.end(body);
    } finally {
      dumping = false;
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/actuator`,
    asked,
    failWith: (status) => {
      failing = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
