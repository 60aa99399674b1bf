import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import { type HttpReply, jsonOf, retryAfterMs } from '../http.ts';

const errorBody = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().optional(),
  /** The token endpoint answers in OAuth's words. */
  error: z.string().optional(),
  reason: z.string().optional(),
});

/** Zoom's codes that speak of one host, so that another host may do (https://developers.zoom.us/docs/api/errors). */
const HOST_CODES = new Set(['1001', '1010', '1120', '3161']);

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
    const error = new TransientError('ratelimited', `Zoom asks to wait: ${said}`, wait === undefined ? {} : { retryAfterMs: wait });
    if (host === undefined || !isDaily(reply, said)) return error;
    const exhausted = new TransientError(
      'daily_limit',
      `Zoom host ${host} has used up its meetings for today: add a host to team.bridge.hosts. (${said})`,
      {
        retryAfterMs: wait ?? untilMidnight(now),
      },
    );
    return new HostError(exhausted, exhausted.retryAfterMs);
  }
  if (reply.status >= 500 || reply.status === 408) {
    return new TransientError(
      `http_${reply.status}`,
      `Zoom failed with HTTP ${reply.status}.`,
      wait === undefined ? {} : { retryAfterMs: wait },
    );
  }
  const error = new PermanentError(code, adviceFor(code, said, host));
  return host !== undefined && HOST_CODES.has(code) ? new HostError(error, undefined) : error;
}

/** The per-user limit (about 100 meetings a day) as opposed to the account's calls per second. */
function isDaily(reply: HttpReply, said: string): boolean {
  return /daily/i.test(reply.headers.get('x-ratelimit-type') ?? '') || /daily|per day/i.test(said);
}

/** Zoom's days are UTC's. */
function untilMidnight(now: Date): number {
  return 86_400_000 - (now.getTime() % 86_400_000);
}

function adviceFor(code: string, said: string, host: string | undefined): string {
  const zoomSaid = `(Zoom: ${said})`;
  switch (code) {
    case '1001':
    case '1010':
    case '1120':
      return `Zoom knows no active user ${host ?? ''}: correct team.bridge.hosts in the playbook. ${zoomSaid}`;
    case '3161':
      return `Zoom user ${host ?? ''} may not host meetings: give them a licence, or take them out of team.bridge.hosts. ${zoomSaid}`;
    case '4711':
    case '4700':
      return `The Zoom app lacks a scope: add meeting:write:meeting:admin, meeting:read:list_meetings:admin, meeting:update:meeting:admin and meeting:delete:meeting:admin to the Server-to-Server OAuth app. ${zoomSaid}`;
    case '124':
      return `Zoom refuses the token even after a fresh one: check that the Server-to-Server OAuth app is activated. ${zoomSaid}`;
    case 'invalid_client':
      return `Zoom refuses the client: check ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET. ${zoomSaid}`;
    case 'invalid_request':
    case 'unsupported_grant_type':
      return `Zoom refuses the account: check ZOOM_ACCOUNT_ID, and that the app's type is Server-to-Server OAuth. ${zoomSaid}`;
    default:
      return `Zoom refused with code ${code}: ${said}`;
  }
}
