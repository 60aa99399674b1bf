import { createHmac, timingSafeEqual } from 'node:crypto';
import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';

export interface WebhookReceiverOptions {
  secret: string;
  /** For the age of requests. */
  now?: () => Date;
  port?: number;
}

export interface WebhookReceiver {
  /** Where pages go. */
  url: string;
  /** Every call is named `POST /pages`. An `error` fault is answered with 400. */
  faults: Faults;
  calls: StandInCall[];
  /** The bodies of what was signed rightly, doubles too. */
  received: Record<string, unknown>[];
  close(): Promise<void>;
}

const OLDEST_SECONDS = 300;

/** What a team writes for itself: takes requests with a right and fresh signature, as `docs/paging.md` tells. */
export async function startWebhookReceiver({ secret, now = () => new Date(), port }: WebhookReceiverOptions): Promise<WebhookReceiver> {
  const faults = new Faults();
  const received: Record<string, unknown>[] = [];

  function receive({ headers, text }: StandInRequest): StandInReply {
    const timestamp = headers['x-bongsu-timestamp'] ?? '';
    const expected = Buffer.from(`v1=${createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex')}`);
    const shown = Buffer.from(headers['x-bongsu-signature'] ?? '');
    if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return { status: 401, body: 'wrong signature' };
    if (!(Math.abs(now().getTime() / 1_000 - Number(timestamp)) <= OLDEST_SECONDS)) return { status: 401, body: 'too old' };
    received.push(JSON.parse(text));
    return { status: 204 };
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({
      name: `${request.method} ${request.path}`,
      args: {},
      run: () => (request.path === '/pages' && request.method === 'POST' ? receive(request) : { status: 404 }),
    }),
    refusal: (fault) => ({ status: fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 400, body: 'injected' }),
    ...(port !== undefined && { port }),
  });
  return { url: `${server.url}/pages`, faults, calls: server.calls, received, close: server.close };
}
