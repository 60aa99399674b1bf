import { PermanentError, TransientError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import type { Clock } from '../../../domain/time/clock.ts';
import { authorizationIn } from '../../endpoint.ts';
import { type HttpReply, httpRequest, jsonOf } from '../../http.ts';
import { passingAnswer } from '../../passing-answer.ts';
import { signatureAccount, signedHeaders } from '../../signature.ts';
import { executorKind } from '../executor-kind.ts';
import { fitting, sameValue } from '../fitting.ts';
import { quoted } from '../quoted.ts';
import { said } from '../said.ts';

const DRY_RUN = 'x-bongsu-dry-run';

/** A field of the JSON at the team's own address, by signed requests; `docs/executors.md` is its contract. */
export const httpExecutor = executorKind({
  name: 'http',
  account: signatureAccount,
  missing: { en: 'set WEBHOOK_SECRET, with which its requests are signed', ko: '요청에 서명할 WEBHOOK_SECRET을 설정해 주세요' },
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
    const url = new URL(options.url);
    this.#authorization = authorizationIn(url).authorization;
    url.username = '';
    url.password = '';
    this.#url = url.href;
    // A query may hold a token.
    this.#shownUrl = options.mask(`${url.origin}${url.pathname}`);
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
      throw this.#changed({ en: `it is ${now} and no longer ${before}`, ko: `${before} → ${now}` });
    }
    if (from.version !== undefined && version !== from.version) {
      throw this.#changed({ en: 'something else of it was changed', ko: '다른 부분이 바뀜' });
    }
  }

  #changed(how: Bilingual): PermanentError {
    return new PermanentError('changed', {
      en: `${this.where} has been changed since it was planned: ${how.en}.`,
      ko: `계획한 뒤에 값이 바뀌었습니다: ${this.where} (${how.ko})`,
    });
  }

  #bodyOf(present: DialValue, to: DialValue): string {
    const value = fitting(present, to);
    if (value === undefined) {
      const text = {
        en: `${this.where} is a ${typeof present} and cannot become ${this.#shown(to)}.`,
        ko: `${this.where} 값은 ${typeof present} 형식이므로 바꿀 수 없습니다: ${this.#shown(to)}`,
      };
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
      throw new PermanentError('invalid', {
        en: `${this.where} cannot be read: the address answers no JSON object.`,
        ko: `읽을 수 없습니다: ${this.where}. 응답이 JSON 객체가 아닙니다.`,
      });
    const value = fieldOf(json, this.#path);
    if (value === undefined)
      throw new PermanentError('invalid', {
        en: `${this.where} is no text, number or truth value.`,
        ko: `글자, 숫자, 참/거짓이 아닙니다: ${this.where}`,
      });
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
    throw passingAnswer(this.#shownUrl, reply, clock.now()) ?? this.#refused(reply);
  }

  #refused({ status, text }: HttpReply): PermanentError {
    const words = said(wordsIn(text), this.#options.mask);
    const why = words === '' ? '' : ` It says: ${words}`;
    const answer = words === '' ? '' : ` 응답: ${words}`;
    const http = `(HTTP ${status})`;
    switch (status) {
      case 400:
      case 422:
        return new PermanentError('invalid', {
          en: `${this.where} does not take the value ${http}.${why}`,
          ko: `값을 받아들이지 않습니다: ${this.where} ${http}.${answer}`,
        });
      case 401:
      case 403: {
        const advice = 'it must know the same WEBHOOK_SECRET and let Bongsu change this, and its clock must be right';
        return new PermanentError('forbidden', {
          en: `${this.where} is refused ${http}: ${advice}.${why}`,
          ko: `거부되었습니다: ${this.where} ${http}. 상대가 같은 WEBHOOK_SECRET을 알고, 봉수의 변경을 허용하고, 시계가 맞아야 합니다.${answer}`,
        });
      }
      case 404:
      case 410:
        return new PermanentError('not_found', {
          en: `${this.where} is not there ${http}: correct the address in the playbook.`,
          ko: `없습니다: ${this.where} ${http}. 플레이북의 주소를 고쳐 주세요.`,
        });
      case 409:
      case 412:
        return this.#changed({ en: `it answers HTTP ${status}`, ko: `HTTP ${status}` });
    }
    if (status >= 300 && status <= 399)
      return new PermanentError(`http_${status}`, {
        en: `${this.#shownUrl} sends on to another address ${http}: write that one in the playbook.`,
        ko: `다른 주소로 넘깁니다: ${this.#shownUrl} ${http}. 플레이북에 그 주소를 적어 주세요.`,
      });
    return new PermanentError(`http_${status}`, {
      en: `${this.where} is refused ${http}.${why}`,
      ko: `거부되었습니다: ${this.where} ${http}.${answer}`,
    });
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
