import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
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
      { en: `Zoom asks to wait: ${said}`, ko: `Zoom이 기다리라고 합니다: ${said}` },
      wait === undefined ? {} : { retryAfterMs: wait },
    );
    if (host === undefined || !isDaily(reply, said)) return error;
    const exhausted = new TransientError(
      'daily_limit',
      {
        en: `Zoom host ${host} has used up its meetings for today: add a host to team.bridge.hosts. (${said})`,
        ko: `Zoom 호스트 ${host} 계정은 오늘 만들 수 있는 회의를 모두 썼습니다. team.bridge.hosts에 호스트를 추가해 주세요. (${said})`,
      },
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
      return {
        en: `Zoom knows no active user ${host ?? ''}: correct team.bridge.hosts in the playbook. ${zoomSaid}`,
        ko: `Zoom에 활성 사용자가 없습니다: ${host ?? ''}. 플레이북의 team.bridge.hosts를 고쳐 주세요. ${zoomSaid}`,
      };
    case '3161':
      return {
        en: `Zoom user ${host ?? ''} may not host meetings: give them a licence, or take them out of team.bridge.hosts. ${zoomSaid}`,
        ko: `회의를 열 수 없는 Zoom 사용자입니다: ${host ?? ''}. 라이선스를 부여하거나 team.bridge.hosts에서 빼 주세요. ${zoomSaid}`,
      };
    case '4711':
    case '4700':
      return {
        en: `The Zoom app lacks a scope: add ${SCOPES.slice(0, -1).join(', ')} and ${SCOPES.at(-1)} to the Server-to-Server OAuth app. ${zoomSaid}`,
        ko: `Zoom 앱에 권한이 부족합니다. Server-to-Server OAuth 앱에 추가할 scope: ${SCOPES.join(', ')}. ${zoomSaid}`,
      };
    case '124':
      return {
        en: `Zoom refuses the token even after a fresh one: check that the Server-to-Server OAuth app is activated. ${zoomSaid}`,
        ko: `새로 받은 토큰도 Zoom이 거부합니다. Server-to-Server OAuth 앱이 활성화되어 있는지 확인해 주세요. ${zoomSaid}`,
      };
    case 'invalid_client':
      return {
        en: `Zoom refuses the client: check ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET. ${zoomSaid}`,
        ko: `Zoom이 클라이언트를 거부합니다. ZOOM_CLIENT_ID와 ZOOM_CLIENT_SECRET을 확인해 주세요. ${zoomSaid}`,
      };
    case 'invalid_request':
    case 'unsupported_grant_type':
      return {
        en: `Zoom refuses the account: check ZOOM_ACCOUNT_ID, and that the app's type is Server-to-Server OAuth. ${zoomSaid}`,
        ko: `Zoom이 계정을 거부합니다. ZOOM_ACCOUNT_ID와, 앱 유형이 Server-to-Server OAuth인지 확인해 주세요. ${zoomSaid}`,
      };
    default:
      if (host === undefined) return { en: `Zoom refused with code ${code}: ${said}`, ko: `Zoom이 거부했습니다 (코드 ${code}): ${said}` };
      return {
        en: `Zoom refuses host ${host} with code ${code}: ${said}`,
        ko: `Zoom이 호스트 ${host} 계정을 거부했습니다 (코드 ${code}): ${said}`,
      };
  }
}
