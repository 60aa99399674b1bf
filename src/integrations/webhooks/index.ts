import { lookup as systemLookup } from 'node:dns';
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { errorText, PermanentError, TransientError, UserError } from '../../domain/errors.ts';
import type { OutgoingWebhook, Webhooks } from '../../domain/ports/webhooks.ts';
import { assertLease } from '../../domain/process/lease.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { worded } from '../../languages/worded.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { passes, waitAsked } from '../passing-answer.ts';
import { bouncesAccount, webhooksAccount } from './account.ts';
import { isPrivateAddress } from './private-address.ts';
import { isSigned, newSecret, signatureOf } from './standard-webhooks.ts';

/** What the specification allows a receiver to take its time. */
const TIMEOUT_MS = 15_000;

interface WebhooksOptions {
  clock: Clock;
  timeoutMs?: number;
}

/**
 * The one sender of signed events. An address is looked up and looked at right where the connection is made, so that a name which changes between the look and the call leads nowhere; redirects are
 * not followed. What a receiver says is not read.
 */
export function createWebhooks(accounts: Accounts, { clock, timeoutMs = TIMEOUT_MS }: WebhooksOptions): Webhooks {
  const { privateHosts } = accounts.of(webhooksAccount) ?? { privateHosts: [] as string[] };
  const isAllowed = ({ hostname }: URL) => privateHosts.includes(bare(hostname)) || privateHosts.includes(hostname);

  return {
    secret: newSecret,

    check(address) {
      const url = URL.canParse(address) ? new URL(address) : undefined;
      const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isAllowed(url));
      if (!url || !isSafe || url.username !== '' || url.password !== '')
        throw new UserError(
          'bad_webhook',
          worded(({ subscriptions }) => subscriptions.webhookIsHttps),
        );
      const host = bare(url.hostname);
      if (!isAllowed(url) && (isLocalName(host) || (isIP(host) !== 0 && isPrivateAddress(host))))
        throw new UserError(
          'bad_webhook',
          worded(({ subscriptions }) => subscriptions.hostIsPrivate),
        );
    },

    async send(webhook) {
      assertLease();
      const url = new URL(webhook.url);
      const status = await post(webhook, { url, lookup: isAllowed(url) ? undefined : publicOnly, now: clock.now(), timeoutMs });
      if (status.code >= 200 && status.code <= 299) return;
      throw refusalOf(status, clock.now());
    },
  };
}

/** Says whether a body was signed by the provider of mail; undefined when nobody set that up. */
export type SignedBy = (signed: { id: string; timestamp: string; signatures: string; body: string }) => boolean;

export function mailEventsSigned(accounts: Accounts, clock: Clock): SignedBy | undefined {
  const secret = accounts.of(bouncesAccount);
  return secret && ((signed) => isSigned(secret.reveal(), { ...signed, now: clock.now() }));
}

interface Answered {
  code: number;
  headers: Headers;
}

interface Posting {
  url: URL;
  lookup: LookupFunction | undefined;
  now: Date;
  timeoutMs: number;
}

async function post({ id, secret, body }: OutgoingWebhook, { url, lookup, now, timeoutMs }: Posting): Promise<Answered> {
  // An address that is written out is asked of no lookup.
  const host = bare(url.hostname);
  if (lookup && isIP(host) !== 0 && isPrivateAddress(host)) throw privateAddress();
  const text = JSON.stringify(body);
  const timestamp = Math.floor(now.getTime() / 1_000);
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'user-agent': 'Bongsu',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(secret, { id, timestamp, body: text }),
    },
    ...(lookup && { lookup }),
    signal: AbortSignal.timeout(timeoutMs),
  };
  try {
    return await new Promise<Answered>((resolve, reject) => {
      const asked: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
        resolve({ code: response.statusCode ?? 0, headers: headersOf(response) });
        // What it says is nobody's: it is not read, and the connection is not kept.
        response.destroy();
      });
      asked.on('error', reject);
      asked.end(text);
    });
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    throw new TransientError(
      'connection',
      worded(({ subscriptions }) => subscriptions.receiverNotReached(errorText(error))),
    );
  }
}

function headersOf({ headers }: IncomingMessage): Headers {
  const after = headers['retry-after'];
  return new Headers(after === undefined ? {} : { 'retry-after': after });
}

function refusalOf({ code, headers }: Answered, now: Date): PermanentError | TransientError {
  // The specification: 410 says that it wants no more.
  if (code === 410) {
    const refusal = { refused: { about: 'person' as const, because: 'closed' as const }, method: 'POST' };
    return new PermanentError(
      'gone',
      worded(({ subscriptions }) => subscriptions.receiverWantsNoMore),
      { refusal },
    );
  }
  const said = worded(({ subscriptions }) => subscriptions.receiverAnswered(code));
  return new TransientError(`http_${code}`, said, passes(code) ? waitAsked(headers, now) : {});
}

/** Looks a name up and refuses every address that is not public: all of them, since any may be taken. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivateAddress(address))) return callback(privateAddress(), '', 0);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

function privateAddress(): PermanentError {
  return new PermanentError(
    'private_address',
    worded(({ subscriptions }) => subscriptions.hostIsPrivate),
  );
}

/** Without the brackets of IPv6. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function isLocalName(host: string): boolean {
  return host === 'localhost' || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host) || (isIP(host) === 0 && !host.includes('.'));
}
