import type { Clock } from '../../domain/clock.ts';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Dial, DialState, DialValue } from '../../domain/mitigation/targets.ts';
import { splitCredentials } from '../credentials.ts';
import { type HttpReply, httpRequest, jsonOf } from '../http.ts';
import { passingRefusal } from '../pagers/refusal.ts';
import { signedHeaders } from '../signature.ts';
import type { ExecutorKind } from './executor-kind.ts';
import { fitting, sameValue } from './fitting.ts';
import { said } from './said.ts';

const DRY_RUN = 'x-bongsu-dry-run';

/** A field of the JSON at the team's own address, by signed requests; `docs/executors.md` is its contract. */
export const httpExecutor: ExecutorKind<'http'> = {
  name: 'http',
  missing: 'set WEBHOOK_SECRET, with which its requests are signed',
  create({ webhookSecret }, { clock, mask }) {
    if (webhookSecret === undefined) return undefined;
    const secret = webhookSecret.reveal();
    return { dial: (target) => new HttpDial({ ...target, secret, clock, mask }) };
  },
};

interface HttpDialOptions {
  url: string;
  field: string;
  secret: string;
  clock: Clock;
  mask: (text: string) => string;
}

/** Every method makes one to three exchanges, each of which may take `timeoutMs`. */
class HttpDial implements Dial {
  readonly where: string;
  readonly #options: HttpDialOptions;
  readonly #path: readonly string[];
  /** Without user and password, which fetch refuses in an address. */
  readonly #url: string;
  readonly #shownUrl: string;
  readonly #authorization: string | undefined;

  constructor(options: HttpDialOptions) {
    this.#options = options;
    this.#path = options.field.split('.');
    const url = new URL(options.url);
    url.username = '';
    url.password = '';
    this.#url = url.href;
    // What stands in a query may be a token.
    this.#shownUrl = options.mask(`${url.origin}${url.pathname}`);
    this.#authorization = splitCredentials(options.url).authorization;
    this.where = `${options.field} at ${this.#shownUrl}`;
  }

  async read({ timeoutMs }: { timeoutMs: number }): Promise<DialState> {
    const { state } = await this.#get(timeoutMs);
    return state;
  }

  async rehearse({ from, to }: { from: DialState; to: DialValue }, { timeoutMs }: { timeoutMs: number }): Promise<void> {
    const { state, dryRun } = await this.#get(timeoutMs);
    const body = this.#bodyOf(state.value, to);
    if (sameValue(state.value, to)) return;
    this.#refuseChanged(from, state);
    // An endpoint that does not know the header would do it.
    if (!dryRun) return;
    await this.#patch({ body, state, headers: { [DRY_RUN]: 'true' }, timeoutMs });
  }

  async write({ from, to, key }: { from: DialState; to: DialValue; key: string }, { timeoutMs }: { timeoutMs: number }): Promise<void> {
    // An earlier try may have done it, its answer lost.
    const { state } = await this.#get(timeoutMs);
    if (sameValue(state.value, to)) return;
    this.#refuseChanged(from, state);
    const body = this.#bodyOf(state.value, to);
    try {
      await this.#patch({ body, state, headers: { 'idempotency-key': key }, timeoutMs });
    } catch (error) {
      const unsure = error instanceof TransientError || (error instanceof PermanentError && error.code === 'changed');
      if (!unsure) throw error;
      const after = await this.read({ timeoutMs }).catch(() => undefined);
      if (after === undefined || !sameValue(after.value, to)) throw error;
    }
  }

  byHand(to: DialValue): string {
    const body = this.#options.mask(JSON.stringify(nested(this.#path, to))).replaceAll("'", "'\\''");
    return `curl -X PATCH -H 'content-type: application/json' -d '${body}' '${this.#shownUrl.replaceAll("'", '%27')}'`;
  }

  /** A change since the plan. A state without a version is judged by its value alone. */
  #refuseChanged(from: DialState, present: DialState): void {
    const { value, version } = present;
    if (!sameValue(value, from.value)) throw this.#changed(`it is ${this.#shown(value)} and no longer ${this.#shown(from.value)}`);
    if (from.version !== undefined && version !== from.version) throw this.#changed('something else of it was changed');
  }

  #changed(how: string): PermanentError {
    return new PermanentError('changed', `${this.where} has been changed since it was planned: ${how}.`);
  }

  #bodyOf(present: DialValue, to: DialValue): string {
    const value = fitting(present, to);
    if (value === undefined) {
      const text = `${this.where} is a ${typeof present} and cannot become ${this.#shown(to)}.`;
      throw new PermanentError('invalid', text);
    }
    return JSON.stringify(nested(this.#path, value));
  }

  #shown(value: DialValue): string {
    return value === null ? 'not set' : said(String(value), this.#options.mask, 80);
  }

  async #get(timeoutMs: number): Promise<{ state: DialState; dryRun: boolean }> {
    const reply = await this.#ask({ method: 'GET', headers: {}, timeoutMs });
    const json = jsonOf(reply.text);
    if (typeof json !== 'object' || json === null)
      throw new PermanentError('invalid', `${this.where} cannot be read: the address answers no JSON object.`);
    const value = fieldOf(json, this.#path);
    if (value === undefined) throw new PermanentError('invalid', `${this.where} is no text, number or truth value.`);
    const etag = reply.headers.get('etag');
    // If-Match never matches a weak one (RFC 9110, 13.1.1).
    const version = etag === null || etag.startsWith('W/') ? {} : { version: etag };
    return { state: { value, ...version }, dryRun: reply.headers.get(DRY_RUN) === 'supported' };
  }

  async #patch({ body, state, headers, timeoutMs }: PatchRequest): Promise<void> {
    const match: Record<string, string> = state.version === undefined ? {} : { 'if-match': state.version };
    await this.#ask({ method: 'PATCH', body, headers: { 'content-type': 'application/json', ...match, ...headers }, timeoutMs });
  }

  async #ask({ method, body, headers, timeoutMs }: Exchange): Promise<HttpReply> {
    const { secret, clock } = this.#options;
    const reply = await httpRequest({
      vendor: this.#shownUrl,
      method,
      url: this.#url,
      headers: {
        accept: 'application/json',
        ...headers,
        ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }),
        ...signedHeaders({ secret, clock, body: body ?? '' }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
    });
    if (reply.status >= 200 && reply.status <= 299) return reply;
    throw passingRefusal(this.#shownUrl, reply, clock.now()) ?? this.#refused(reply);
  }

  #refused({ status, text }: HttpReply): PermanentError {
    const words = said(wordsIn(text), this.#options.mask);
    const why = words === '' ? '' : ` It says: ${words}`;
    const http = `(HTTP ${status})`;
    switch (status) {
      case 400:
      case 422:
        return new PermanentError('invalid', `${this.where} does not take the value ${http}.${why}`);
      case 401:
      case 403: {
        const advice = 'it must know the same WEBHOOK_SECRET and let Bongsu change this, and its clock must be right';
        return new PermanentError('forbidden', `${this.where} is refused ${http}: ${advice}.${why}`);
      }
      case 404:
      case 410:
        return new PermanentError('not_found', `${this.where} is not there ${http}: correct the address in the playbook.`);
      case 409:
      case 412:
        return this.#changed(`it answers HTTP ${status}`);
    }
    if (status >= 300 && status <= 399)
      return new PermanentError(`http_${status}`, `${this.#shownUrl} sends on to another address ${http}: write that one in the playbook.`);
    return new PermanentError(`http_${status}`, `${this.where} is refused ${http}.${why}`);
  }
}

interface Exchange {
  method: 'GET' | 'PATCH';
  body?: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

interface PatchRequest {
  body: string;
  state: DialState;
  headers: Record<string, string>;
  timeoutMs: number;
}

/** Null when the field, or a level above it, is not there; undefined when it holds no single value. */
function fieldOf(json: object, path: readonly string[]): DialValue | undefined {
  let value: unknown = json;
  for (const name of path) {
    if (value === null) return null;
    if (typeof value !== 'object') return undefined;
    if (!Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? (value as DialValue) : undefined;
}

function nested(path: readonly string[], value: DialValue): unknown {
  return path.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
}

/** What an endpoint has to say: a message in its JSON (RFC 9457 calls it `detail`), or the text itself. */
function wordsIn(text: string): string {
  const json = jsonOf(text);
  if (typeof json !== 'object' || json === null) return text;
  const { detail, message, error, title } = json as Record<string, unknown>;
  return [detail, message, error, title].find((one) => typeof one === 'string') ?? text;
}
