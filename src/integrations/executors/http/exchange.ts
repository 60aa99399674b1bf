import { PermanentError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { verbatim } from '../../../domain/language/verbatim.ts';
import type { Clock } from '../../../domain/time/clock.ts';
import { worded } from '../../../languages/worded.ts';
import { authorizationIn } from '../../endpoint.ts';
import { type HttpReply, type HttpRequest, httpRequest, jsonOf } from '../../http.ts';
import { passingAnswer } from '../../passing-answer.ts';
import { changedSince } from '../looked-up-dial.ts';
import { said } from '../said.ts';

/** An address of the playbook, taken apart: fetch refuses credentials in one, and neither they nor its query may be shown. */
export interface OwnAddress {
  url: string;
  shown: string;
  authorization: string | undefined;
}

export function ownAddress(text: string, mask: (text: string) => string): OwnAddress {
  const url = new URL(text);
  const { authorization } = authorizationIn(url);
  url.username = '';
  url.password = '';
  return { url: url.href, shown: mask(`${url.origin}${url.pathname}`), authorization };
}

export interface Refusing {
  /** What is read or set, in words. */
  where: string;
  /** Who answers, in words. */
  vendor: string;
  /** What to do when it may not be done, in words that complete "is refused (HTTP 403): …". */
  forbidden: Bilingual;
  mask: (text: string) => string;
  clock: Clock;
}

/** One exchange with whatever keeps a value: resolves with a 2xx, and rejects as the methods of a Dial do. `accept`: further statuses that are an answer. */
export async function exchanged(
  { where, vendor, forbidden, mask, clock }: Refusing,
  request: Omit<HttpRequest, 'vendor'>,
  accept: readonly number[] = [],
): Promise<HttpReply> {
  const reply = await httpRequest({ vendor, ...request });
  if ((reply.status >= 200 && reply.status <= 299) || accept.includes(reply.status)) return reply;
  throw passingAnswer(vendor, reply, clock.now()) ?? refusedAnswer({ where, vendor, forbidden, mask }, reply);
}

/** What an answer that is neither a success nor passes by itself means. */
export function refusedAnswer({ where, vendor, forbidden, mask }: Omit<Refusing, 'clock'>, { status, text }: HttpReply): PermanentError {
  const words = said(wordsIn(text), mask);
  const why = words === '' ? verbatim('') : worded(({ executors }) => executors.itSays(words));
  const http = `(HTTP ${status})`;
  switch (status) {
    case 400:
    case 413:
    case 422:
      return new PermanentError(
        'invalid',
        worded(({ executors }, language) => executors.doesNotTakeTheValue(where, http, pick(why, language))),
      );
    case 401:
    case 403:
      return new PermanentError(
        'forbidden',
        worded(({ executors }, language) => executors.isRefused(where, http, pick(forbidden, language), pick(why, language))),
      );
    case 404:
    case 410:
      return new PermanentError(
        'not_found',
        worded(({ executors }, language) => executors.isNotThereCorrectThe(where, http, pick(why, language))),
      );
    case 409:
    case 412:
      return changedSince(
        where,
        worded(({ executors }) => executors.itAnswersHttp(status)),
      );
  }
  if (status >= 300 && status <= 399)
    return new PermanentError(
      `http_${status}`,
      worded(({ executors }) => executors.sendsOnToAnotherAddress(vendor, http)),
    );
  return new PermanentError(
    `http_${status}`,
    worded(({ executors }, language) => executors.isRefused2(where, http, pick(why, language))),
  );
}

/** For addresses of the team's own, whose requests are signed. */
export const KNOWS_SECRET: Bilingual = worded(({ executors }) => executors.knowsSecret);

/** What an endpoint has to say: a message in its JSON (RFC 9457 calls it `detail`), or the text itself. */
export function wordsIn(text: string): string {
  const json = jsonOf(text);
  if (typeof json !== 'object' || json === null) return text;
  const { detail, message, error, title } = json as Record<string, unknown>;
  return [detail, message, error, title].find((one) => typeof one === 'string') ?? text;
}
