import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Said } from '../../domain/language/said.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { worded } from '../../languages/worded.ts';
import { type HttpReply, type HttpRequest, httpRequest, jsonOf } from '../http.ts';
import { createMask } from '../mask.ts';
import { passingAnswer } from '../passing-answer.ts';

export interface PageClientOptions {
  /** As people write it. */
  vendor: string;
  baseUrl: string;
  /** As the vendor wants it, in the header `authorization`; one that signs each request makes it from that. */
  authorization: string | ((method: HttpRequest['method'], url: URL) => string);
  /** Masked in whatever the vendor quotes. */
  secret: string | readonly string[];
  /** The variables to look at when we are refused. */
  variables: string;
  clock: Clock;
  timeoutMs: number;
  /** What is said of a status that is a refusal; as of a status page unless given. */
  advice?: Advice;
  /** The wait that an answer asks for in a way of the vendor's own, in milliseconds. */
  wait?: (headers: Headers, now: Date) => number | undefined;
}

/** `quote`: the vendor's own words, in brackets, or nothing. */
type Advice = (status: number, said: { vendor: string; variables: string; quote: string }) => Said;

export type Ask = (
  method: HttpRequest['method'],
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<unknown>;

/** What vendors say of a refusal, each in its own field. */
const words = z
  .object({
    message: z.string().optional(),
    error: z.union([z.string(), z.array(z.string()), z.looseObject({ message: z.string().optional() })]).optional(),
    errors: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
    detail: z.string().optional(),
    description: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .catch({});

const MOST_SAID = 300;

/** Asks a vendor of status pages in JSON; resolves with what it answers. Rejects as StatusPage says. */
export function pageClient(options: PageClientOptions): Ask {
  const { vendor, baseUrl, authorization, secret, variables, clock, timeoutMs, advice = adviceOn, wait } = options;
  const mask = createMask([secret].flat());
  return async (method, path, body, headers = {}) => {
    const url = `${baseUrl}${path}`;
    const reply = await httpRequest({
      vendor,
      method,
      url,
      headers: {
        authorization: typeof authorization === 'string' ? authorization : authorization(method, new URL(url)),
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
    });
    if (reply.status < 200 || reply.status > 299) throw refusal(reply);
    const read = jsonOf(reply.text);
    if (read !== undefined || reply.text === '') return read;
    throw unreadable(vendor);
  };

  function refusal(reply: HttpReply): PermanentError | TransientError {
    // Statuspage says 420 where others say 429.
    const status = reply.status === 420 ? 429 : reply.status;
    const passing = passingAnswer(vendor, { ...reply, status }, clock.now());
    const asked = passing && wait?.(reply.headers, clock.now());
    if (passing && asked !== undefined) return new TransientError(passing.code, passing.said, { retryAfterMs: asked });
    if (passing) return passing;
    const said = mask(saidIn(reply.text)).slice(0, MOST_SAID);
    const quote = said === '' ? '' : ` (${vendor}: ${said})`;
    return new PermanentError(`http_${status}`, advice(status, { vendor, variables, quote }));
  }
}

function adviceOn(status: number, { vendor, variables, quote }: Parameters<Advice>[1]): Said {
  if (status === 401 || status === 403) return worded(({ statusPages }) => statusPages.doesNotLetUsIn(vendor, status, variables, quote));
  if (status === 404 || status === 410) return worded(({ statusPages }) => statusPages.hasNoneOfThat(vendor, status, quote));
  return worded(({ statusPages }) => statusPages.refusedWhatItWasTold(vendor, status, quote));
}

/** The words of a refusal: what is wrong first, by field where the vendor says which. */
function saidIn(text: string): string {
  const { message, error, errors, detail, description, details } = words.parse(jsonOf(text) ?? {});
  const own = typeof error === 'string' ? [error] : Array.isArray(error) ? error : [error?.message];
  const byField = { ...(Array.isArray(errors) ? {} : errors), ...details };
  const fields = Object.entries(byField).map(([field, why]) => `${field}: ${[why].flat().map(wordOf).join(' ')}`);
  const list = Array.isArray(errors) ? errors.map(wordOf) : [];
  const all = [message, ...own, detail, description, ...list, ...fields].filter((word) => typeof word === 'string' && word !== '');
  return [...new Set(all)].join('; ').replace(/\s+/g, ' ');
}

/** A reason as a vendor writes it: a sentence, or something with one. */
function wordOf(reason: unknown): string {
  const { message, description } = (typeof reason === 'object' && reason !== null ? reason : {}) as Record<string, unknown>;
  return [reason, message, description].find((word) => typeof word === 'string') ?? '';
}

/** For an answer that is not what the vendor documents. */
export function unreadable(vendor: string): PermanentError {
  return new PermanentError(
    'unreadable_answer',
    worded(({ statusPages }) => statusPages.answersWhatCannotBeRead(vendor)),
  );
}

/** Reads an answer. */
export function readAs<T>(vendor: string, schema: z.ZodType<T>, answer: unknown): T {
  const { data, error } = schema.safeParse(answer);
  if (error) throw unreadable(vendor);
  return data;
}

/** What is gone is nothing. */
export async function orGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PermanentError && isGone(error)) return undefined;
    throw error;
  }
}

function isGone({ code }: PermanentError): boolean {
  return code === 'http_404' || code === 'http_410';
}

/** The key of a value in a table of words. */
export function keyOf<Key extends string, Value>(table: Readonly<Record<Key, Value>>, value: unknown): Key | undefined {
  return (Object.keys(table) as Key[]).find((key) => table[key] === value);
}
