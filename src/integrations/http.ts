import { PermanentError, TransientError } from '../domain/errors.ts';
import { assertLease } from '../domain/process/lease.ts';
import { worded } from '../languages/worded.ts';
import { certificateHint, lateAnswer, notAsked, notReached } from './network-errors.ts';
import { passes } from './passing-answer.ts';

export interface HttpRequest {
  /** Who is asked, for the error texts: `Zoom`, `Prometheus`. */
  vendor: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** Milliseconds for the whole exchange, the body included. */
  timeoutMs: number;
  /** How long an answer may be, in bytes once unpacked; more is read from nobody. */
  maxBytes?: number;
}

export interface HttpReply {
  status: number;
  headers: Headers;
  text: string;
}

/** Many times what any of the services that we know answers; a memory that is full stops everything else too. */
const MAX_BYTES = 4 * 2 ** 20;

/**
 * One exchange over the global fetch, whose connections stay open between calls. Resolves with whatever status came back.
 * Rejects with TransientError `timeout`, or `connection` when it could not be made or was cut, and with PermanentError `too_large` (TransientError of a
 * server in trouble) when the answer is longer than `maxBytes`, of which no more than that is kept; no text holds the URL, which may carry secrets.
 */
export async function httpRequest({
  vendor,
  method,
  url,
  headers = {},
  body,
  timeoutMs,
  maxBytes = MAX_BYTES,
}: HttpRequest): Promise<HttpReply> {
  assertLease();
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // A redirect would carry credentials to somebody nobody named.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: response.headers, text: await textOf(vendor, response, maxBytes) };
  } catch (error) {
    if (error instanceof PermanentError || error instanceof TransientError) throw error;
    throw connectionError(vendor, error, timeoutMs);
  }
}

/** The body as text, read no further than `maxBytes`; leaving the loop early closes the connection. */
async function textOf(vendor: string, { body, status }: Response, maxBytes: number): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(vendor, status, maxBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Who is in trouble may say less in a moment; who is well says the same again. */
function tooLarge(vendor: string, status: number, maxBytes: number): PermanentError | TransientError {
  const text = worded(({ network }) => network.answersWithMoreThanWhichIsNotRead(vendor, limit(maxBytes)));
  return passes(status) ? new TransientError('too_large', text) : new PermanentError('too_large', text);
}

function limit(bytes: number): string {
  return bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${bytes} bytes`;
}

/** What fetch threw, as a TransientError: `timeout` or `connection`. */
export function connectionError(vendor: string, error: unknown, timeoutMs: number): TransientError {
  const { name } = partsOf(error);
  if (name === 'TimeoutError' || name === 'AbortError') return new TransientError('timeout', lateAnswer(vendor, timeoutMs));
  const reason = reasonOf(error);
  const hint = certificateHint(reason);
  return new TransientError('connection', hint ? notAsked(vendor, hint) : notReached(vendor, reason), { cause: error });
}

/** fetch hides why it failed in the cause (`ECONNREFUSED`, `UND_ERR_SOCKET`). */
function reasonOf(error: unknown): string {
  for (let inner = error, depth = 0; depth < 4; depth += 1) {
    const { code, cause, message } = partsOf(inner);
    if (typeof code === 'string') return code;
    if (cause === undefined) return typeof message === 'string' ? message : '';
    inner = cause;
  }
  return '';
}

/** By shape and not by class: DOMException is no Error everywhere, and another realm's Error is none of ours. */
function partsOf(error: unknown): { name?: unknown; code?: unknown; cause?: unknown; message?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}

/** The JSON in a reply, or undefined when it is none (a proxy's error page). */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
