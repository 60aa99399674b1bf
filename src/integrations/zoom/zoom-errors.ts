import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { worded } from '../../languages/worded.ts';
import { type HttpReply, jsonOf } from '../http.ts';
import { passingAnswer, retryAfterMs } from '../passing-answer.ts';

const errorBody = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().optional(),
  /** The token endpoint answers in OAuth's words. */
  error: z.string().optional(),
  reason: z.string().optional(),
});

/**
 * Refusals that every host would get: of the token, the app, the request (300) and the address (https://developers.zoom.us/docs/api/errors). Any other refusal of a call about one
 * host (unknown, deactivated, without a licence, not ours to use, out of meetings) is taken for that host's, because another one may do.
 */
const OF_EVERY_HOST = new Set(['104', '124', '300', '2300', '4700', '4711', '404', 'http_404', '405', 'http_405', '407', 'http_407']);

/** One host of the pool cannot hold the meeting; another may. `untilMs`: how long to leave this one alone. */
export class HostError extends Error {
  override readonly name = 'HostError';
  constructor(
    readonly failure: PermanentError | TransientError,
    readonly untilMs: number | undefined,
  ) {
    super(failure.message, { cause: failure });
  }
}

/** What a refusal of Zoom's API means. HostError only for calls about a host. */
export function zoomError(reply: HttpReply, now: Date, host?: string): HostError | PermanentError | TransientError {
  const body = errorBody.safeParse(jsonOf(reply.text)).data ?? {};
  const code = String(body.code ?? body.error ?? `http_${reply.status}`);
  const said = body.message ?? body.reason ?? body.error ?? `HTTP ${reply.status}`;
  const wait = retryAfterMs(reply.headers, now);

  if (reply.status === 429) {
    const error = new TransientError(
      'ratelimited',
      worded(({ messengers }) => messengers.zoomAsksToWait(said)),
      wait === undefined ? {} : { retryAfterMs: wait },
    );
    if (host === undefined || !isDaily(reply, said)) return error;
    const exhausted = new TransientError(
      'daily_limit',
      worded(({ messengers }) => messengers.zoomHostHasUsedUpItsMeetingsForToday(host, said)),
      {
        retryAfterMs: wait ?? untilMidnight(now),
      },
    );
    return new HostError(exhausted, exhausted.retryAfterMs);
  }
  const passing = passingAnswer('Zoom', reply, now);
  if (passing) return passing;
  const error = new PermanentError(code, adviceFor(code, said, host));
  return host === undefined || reply.status === 401 || OF_EVERY_HOST.has(code) ? error : new HostError(error, undefined);
}

/** The per-user limit (about 100 meetings a day) as opposed to the account's calls per second. */
function isDaily(reply: HttpReply, said: string): boolean {
  return /daily/i.test(reply.headers.get('x-ratelimit-type') ?? '') || /daily|per day/i.test(said);
}

/** Zoom's days are UTC's. */
function untilMidnight(now: Date): number {
  return 86_400_000 - (now.getTime() % 86_400_000);
}

const SCOPES = [
  'meeting:write:meeting:admin',
  'meeting:read:list_meetings:admin',
  'meeting:update:meeting:admin',
  'meeting:delete:meeting:admin',
];

function adviceFor(code: string, said: string, host: string | undefined): Bilingual {
  const zoomSaid = `(Zoom: ${said})`;
  switch (code) {
    case '1001':
    case '1010':
    case '1120':
      return worded(({ messengers }) => messengers.zoomKnowsNoActiveUser(host ?? '', zoomSaid));
    case '3161':
      return worded(({ messengers }) => messengers.zoomUserMayNotHostMeetings(host ?? '', zoomSaid));
    case '4711':
    case '4700':
      return worded(({ messengers }) => messengers.zoomAppLacksAScopeAdd(SCOPES, zoomSaid));
    case '124':
      return worded(({ messengers }) => messengers.zoomRefusesTheTokenEvenAfterAFreshOne(zoomSaid));
    case 'invalid_client':
      return worded(({ messengers }) => messengers.zoomRefusesTheClientCheck(zoomSaid));
    case 'invalid_request':
    case 'unsupported_grant_type':
      return worded(({ messengers }) => messengers.zoomRefusesTheAccountCheck(zoomSaid));
    default:
      if (host === undefined) return worded(({ messengers }) => messengers.zoomRefusedWithCode(code, said));
      return worded(({ messengers }) => messengers.zoomRefusesHostWithCode(host, code, said));
  }
}
