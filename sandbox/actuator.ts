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

/** The numbers of the service's HikariCP pool, by the last word of their meters' names. */
export interface ActuatorPool {
  name: string;
  meters: Readonly<Record<'active' | 'idle' | 'pending' | 'max' | 'timeout', number>>;
}

/** Counters say COUNT where gauges say VALUE. */
const COUNTERS: readonly string[] = ['timeout'];

/**
 * A Spring Boot Actuator that exposes heapdump (https://docs.spring.io/spring-boot/api/rest/actuator/heapdump.html): one dump at a time, 429 for a
 * second one meanwhile, 401 without the credentials; and, with a pool, its meters under metrics
 * (https://docs.spring.io/spring-boot/api/rest/actuator/metrics.html), 404 for any other meter or tag.
 * @param dump the bytes of the dump, written anew for each who asks.
 */
export async function startActuator(
  dump: () => Buffer | Promise<Buffer>,
  { authorization, port = 0, pool }: { authorization?: string; port?: number; pool?: () => ActuatorPool } = {},
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
      const metrics = pool && { metrics: { href: `${href}/metrics`, templated: false } };
      response.end(
        JSON.stringify({
          _links: { self: { href, templated: false }, heapdump: { href: `${href}/heapdump`, templated: false }, ...metrics },
        }),
      );
      return;
    }
    if (pathname.startsWith('/actuator/metrics/')) {
      if (failing !== undefined) return refuse(failing);
      const found = pool && meterOf(pool(), pathname.slice('/actuator/metrics/'.length), searchParams.getAll('tag'));
      if (!found) return refuse(404);
      response.writeHead(200, { 'content-type': 'application/vnd.spring-boot.actuator.v3+json' });
      response.end(JSON.stringify(found));
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

/** Undefined for a meter that the service does not have, and for tags that none of its series has. */
function meterOf({ name, meters }: ActuatorPool, meter: string, tags: readonly string[]): object | undefined {
  const what = /^hikaricp\.connections\.(\w+)$/.exec(meter)?.[1] ?? '';
  if (!Object.hasOwn(meters, what) || tags.some((tag) => tag !== `pool:${name}`)) return undefined;
  return {
    name: meter,
    measurements: [{ statistic: COUNTERS.includes(what) ? 'COUNT' : 'VALUE', value: meters[what as keyof typeof meters] }],
    availableTags: tags.length > 0 ? [] : [{ tag: 'pool', values: [name] }],
  };
}
