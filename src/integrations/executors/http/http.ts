import { PermanentError, TransientError } from '../../../domain/errors.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import type { Clock } from '../../../domain/time/clock.ts';
import { worded } from '../../../languages/worded.ts';
import { type HttpReply, jsonOf } from '../../http.ts';
import { signatureAccount, signedHeaders } from '../../signature.ts';
import { executorKind } from '../executor-kind.ts';
import { fitting, sameValue } from '../fitting.ts';
import { changedSince } from '../looked-up-dial.ts';
import { quoted } from '../quoted.ts';
import { said } from '../said.ts';
import { exchanged, KNOWS_SECRET, ownAddress } from './exchange.ts';
import { fieldOf, nested } from './json-field.ts';

const DRY_RUN = 'x-bongsu-dry-run';

/** A field of the JSON at the team's own address, by signed requests; `docs/executors.md` is its contract. */
export const httpExecutor = executorKind({
  name: 'http',
  account: signatureAccount,
  missing: worded(({ executors }) => executors.setWebhookSecretWithWhichItsRequests),
  create(hidden, { clock, mask }) {
    const secret = hidden.reveal();
    return { dial: (target) => new HttpDial({ ...target, secret, clock, mask }) };
  },
});

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
    const { url, shown, authorization } = ownAddress(options.url, options.mask);
    this.#url = url;
    this.#shownUrl = shown;
    this.#authorization = authorization;
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

  async write({ from, to, key }: { from: DialState; to: DialValue; key: string }, { timeoutMs, ask }: ChangeOptions): Promise<void> {
    // An earlier try may have done it, its answer lost.
    const { state } = await this.#get(timeoutMs);
    if (sameValue(state.value, to)) return;
    this.#refuseChanged(from, state);
    const body = this.#bodyOf(state.value, to);
    await ask?.();
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
    const body = this.#options.mask(JSON.stringify(nested(this.#path, to)));
    return `curl -X PATCH -H 'content-type: application/json' -d ${quoted(body)} ${quoted(this.#shownUrl)}`;
  }

  /** A change since the plan. A state without a version is judged by its value alone. */
  #refuseChanged(from: DialState, present: DialState): void {
    const { value, version } = present;
    if (!sameValue(value, from.value)) {
      const [now, before] = [this.#shown(value), this.#shown(from.value)];
      throw changedSince(
        this.where,
        worded(({ executors }) => executors.itIsAndNoLonger(now, before)),
      );
    }
    if (from.version !== undefined && version !== from.version) {
      throw changedSince(
        this.where,
        worded(({ executors }) => executors.somethingElseOfItWasChanged),
      );
    }
  }

  #bodyOf(present: DialValue, to: DialValue): string {
    const value = fitting(present, to);
    if (value === undefined) {
      const text = worded(({ executors }) => executors.isAAndCannotBecome(this.where, typeof present, this.#shown(to)));
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
      throw new PermanentError(
        'invalid',
        worded(({ executors }) => executors.cannotBeReadTheAddressAnswers(this.where)),
      );
    const value = fieldOf(json, this.#path);
    if (value === undefined)
      throw new PermanentError(
        'invalid',
        worded(({ executors }) => executors.isNoTextNumberOrTruthValue(this.where)),
      );
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
    return await exchanged(
      { where: this.where, vendor: this.#shownUrl, forbidden: KNOWS_SECRET, mask: this.#options.mask, clock },
      {
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
      },
    );
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
