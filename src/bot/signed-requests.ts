import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../domain/time/clock.ts';
import { bodyIn, type SlackRefusal, understood } from './slack-body.ts';

export interface SignedRequestsOptions {
  signingSecret: string;
  /** The time of the world outside: Slack signs with it. */
  clock: Clock;
  /** Takes what is good; finds the bytes of the body in `rawBody`. */
  listener: RequestListener;
  /** Hears of everything that is not taken. */
  refused: (reason: SlackRefusal) => void;
}

/** Larger than anything Slack sends. */
const BODY_MAX = 4 * 1_048_576;
/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const STALE_S = 300;

const STATUS: Readonly<Record<SlackRefusal, number>> = {
  'too-large': 413,
  unsigned: 401,
  stale: 401,
  signature: 401,
  unreadable: 400,
  'unknown-type': 400,
};

/** Lets in what Slack has signed within five minutes and what can be understood; nothing else comes as far as Bolt. */
export function signedRequests(options: SignedRequestsOptions): RequestListener {
  return (request, response) => {
    decide(request, options).then(
      (decision) => answer(request, response, decision, options),
      // The sender went away in the middle.
      () => response.destroy(),
    );
  };
}

type Decision = { refusal: SlackRefusal } | { ssl: true } | { raw: Buffer };

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  decision: Decision,
  { listener, refused }: SignedRequestsOptions,
): void {
  if ('raw' in decision) {
    // Bolt knows a form by this text alone.
    if (/^application\/x-www-form-urlencoded\b/i.test(typeOf(request)))
      request.headers['content-type'] = 'application/x-www-form-urlencoded';
    listener(Object.assign(request, { rawBody: decision.raw }), response);
    return;
  }
  if ('ssl' in decision) return void response.writeHead(200).end();
  refused(decision.refusal);
  response.writeHead(STATUS[decision.refusal], { connection: 'close' }).end();
}

async function decide(request: IncomingMessage, { signingSecret, clock }: SignedRequestsOptions): Promise<Decision> {
  const raw = await bytesOf(request);
  if (!raw) return { refusal: 'too-large' };
  const text = raw.toString('utf8');
  const body = bodyIn(text, typeOf(request));
  // Slack looks whether somebody is here, unsigned; nothing else of such a request counts.
  if (typeof body === 'object' && body !== null && 'ssl_check' in body && body.ssl_check === '1') return { ssl: true };
  const refusal = signatureTrouble(request, text, signingSecret, clock.now());
  if (refusal) return { refusal };
  const known = understood(body);
  return 'refusal' in known ? known : { raw };
}

function signatureTrouble(request: IncomingMessage, text: string, secret: string, now: Date): SlackRefusal | undefined {
  const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'unsigned';
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex')}`);
  const shown = Buffer.from(signature);
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return 'signature';
  return Math.abs(now.getTime() / 1_000 - Number(timestamp)) > STALE_S ? 'stale' : undefined;
}

/** Undefined when there are too many; what comes after them is not kept, and the connection is closed. Rejects when the sender goes away. */
function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > BODY_MAX) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The sender went away.')));
  });
}

function typeOf({ headers }: IncomingMessage): string {
  return headers['content-type'] ?? '';
}
