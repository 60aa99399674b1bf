import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { verbatim } from '../../domain/verbatim.ts';
import { connectionError } from '../http.ts';

/** Slack's words for its own trouble (https://docs.slack.dev/apis/web-api/#errors); the effect may have happened all the same. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'external_channel_migrating',
  'ratelimited',
  'rate_limited',
]);

/** Slack looks at a file for about a second after its upload, before anything may show it. */
const FILE_WAIT_MS = 2_000;

/** What to do about a refusal, by Slack's word. `method` is the call that was refused. */
const ADVICE: Record<string, Bilingual> = {
  invalid_auth: {
    en: 'Slack does not accept the token: check SLACK_BOT_TOKEN (OAuth & Permissions → Bot User OAuth Token).',
    ko: 'Slack이 토큰을 받지 않습니다. SLACK_BOT_TOKEN을 확인해 주세요 (OAuth & Permissions → Bot User OAuth Token).',
  },
  not_authed: {
    en: 'Slack got no token: set SLACK_BOT_TOKEN.',
    ko: 'Slack에 토큰이 전달되지 않았습니다. SLACK_BOT_TOKEN을 설정해 주세요.',
  },
  account_inactive: {
    en: 'The app was removed from the workspace: install it again and set the new SLACK_BOT_TOKEN.',
    ko: '앱이 워크스페이스에서 제거되었습니다. 다시 설치하고 새 SLACK_BOT_TOKEN을 설정해 주세요.',
  },
  token_revoked: {
    en: 'The token was revoked: install the app again and set the new SLACK_BOT_TOKEN.',
    ko: '토큰이 취소되었습니다. 앱을 다시 설치하고 새 SLACK_BOT_TOKEN을 설정해 주세요.',
  },
  token_expired: {
    en: 'The token has expired: turn token rotation off for this app, install it again and set the new SLACK_BOT_TOKEN.',
    ko: '토큰이 만료되었습니다. 이 앱의 token rotation을 끄고 다시 설치한 뒤 새 SLACK_BOT_TOKEN을 설정해 주세요.',
  },
  not_allowed_token_type: {
    en: 'This kind of token may not do that: SLACK_BOT_TOKEN must be the bot token, which begins with xoxb-.',
    ko: '이 종류의 토큰으로는 할 수 없습니다. SLACK_BOT_TOKEN은 xoxb-로 시작하는 봇 토큰이어야 합니다.',
  },
  no_permission: {
    en: 'The workspace does not let this app do that: ask a workspace admin to approve its scopes.',
    ko: '워크스페이스가 이 앱에 허용하지 않습니다. 관리자에게 scope 승인을 요청해 주세요.',
  },
  ekm_access_denied: {
    en: 'Administrators have suspended posting in this workspace.',
    ko: '관리자가 이 워크스페이스의 게시를 중단했습니다.',
  },
  not_in_channel: {
    en: 'Bongsu is not in that channel: invite it there with /invite @Bongsu.',
    ko: '봉수가 그 채널에 없습니다. 채널에서 /invite @Bongsu 명령으로 초대해 주세요.',
  },
  channel_not_found: {
    en: 'Bongsu cannot see that channel: check its id in the playbook, and invite Bongsu if the channel is private.',
    ko: '봉수가 그 채널을 볼 수 없습니다. 플레이북의 ID를 확인하고, 비공개 채널이면 봉수를 초대해 주세요.',
  },
  is_archived: {
    en: 'That channel is archived: unarchive it, or name another one in the playbook.',
    ko: '보관된 채널입니다. 보관을 해제하거나 플레이북에 다른 채널을 지정해 주세요.',
  },
  restricted_action: {
    en: 'The workspace does not let this app do that here: ask a workspace admin to allow it (Settings → Permissions).',
    ko: '워크스페이스가 여기서는 이 앱에 허용하지 않습니다. 관리자에게 요청해 주세요 (Settings → Permissions).',
  },
  restricted_action_read_only_channel: {
    en: 'That channel is read-only: allow this app to post there, or name another channel in the playbook.',
    ko: '읽기 전용 채널입니다. 이 앱의 게시를 허용하거나 플레이북에 다른 채널을 지정해 주세요.',
  },
  restricted_action_thread_only_channel: {
    en: 'That channel takes only thread replies: name another channel in the playbook.',
    ko: '스레드 답글만 받는 채널입니다. 플레이북에 다른 채널을 지정해 주세요.',
  },
  restricted_action_non_threadable_channel: {
    en: 'That channel takes no thread replies: name another channel in the playbook.',
    ko: '스레드 답글을 받지 않는 채널입니다. 플레이북에 다른 채널을 지정해 주세요.',
  },
  name_taken: {
    en: 'A channel of that name exists already.',
    ko: '같은 이름의 채널이 이미 있습니다.',
  },
  user_not_found: {
    en: 'Slack knows no such user: check the ids under team.people in the playbook.',
    ko: 'Slack에 그런 사용자가 없습니다. 플레이북의 team.people ID를 확인해 주세요.',
  },
  user_disabled: {
    en: 'That user is deactivated: take them out of the playbook.',
    ko: '비활성화된 사용자입니다. 플레이북에서 빼 주세요.',
  },
  users_not_found: {
    en: 'Slack knows no such users: check the ids under team.people in the playbook.',
    ko: 'Slack에 그런 사용자들이 없습니다. 플레이북의 team.people ID를 확인해 주세요.',
  },
  cannot_dm_bot: {
    en: 'A bot cannot be written to: name a person under team.people in the playbook.',
    ko: '봇에게는 메시지를 보낼 수 없습니다. 플레이북의 team.people에 사람을 지정해 주세요.',
  },
  expired_trigger_id: {
    en: 'More than three seconds went by since the click: do it again.',
    ko: '클릭한 지 3초가 넘었습니다. 다시 눌러 주세요.',
  },
  exchanged_trigger_id: {
    en: 'That click was answered already: do it again.',
    ko: '이미 처리된 클릭입니다. 다시 눌러 주세요.',
  },
  msg_too_long: {
    en: 'The message is longer than Slack takes.',
    ko: 'Slack이 받을 수 있는 것보다 긴 메시지입니다.',
  },
  too_many_pins: {
    en: 'The channel has as many pins as Slack allows: remove one.',
    ko: '채널의 고정 메시지가 Slack 한도에 이르렀습니다. 하나를 빼 주세요.',
  },
  too_many_bookmarks: {
    en: 'The channel has as many bookmarks as Slack allows: remove one.',
    ko: '채널의 북마크가 Slack 한도에 이르렀습니다. 하나를 빼 주세요.',
  },
  message_limit_exceeded: {
    en: 'The workspace is out of its posting limit.',
    ko: '워크스페이스의 게시 한도를 다 썼습니다.',
  },
};

/** The same about the calls that are made with the app-level token. */
const APP_TOKEN_ADVICE: Record<string, string> = {
  invalid_auth: 'Slack does not accept the app-level token: check SLACK_APP_TOKEN (Basic Information → App-Level Tokens).',
  not_authed: 'Slack got no app-level token: set SLACK_APP_TOKEN.',
  not_allowed_token_type: 'SLACK_APP_TOKEN must be an app-level token, which begins with xapp- (Basic Information → App-Level Tokens).',
  missing_scope:
    'The app-level token lacks connections:write: make one that has it (Basic Information → App-Level Tokens) and set SLACK_APP_TOKEN.',
  token_revoked: 'The app-level token was revoked: make another (Basic Information → App-Level Tokens) and set SLACK_APP_TOKEN.',
};

/**
 * What the SDK threw, as an error of ours: TransientError when trying again may help (the effect may have happened: look first),
 * PermanentError with Slack's word as its code otherwise.
 */
export function slackError(method: string, error: unknown, timeoutMs: number): PermanentError | TransientError {
  if (error instanceof WebAPIRateLimitedError) {
    return new TransientError(
      'ratelimited',
      {
        en: `Slack asks to wait ${error.retryAfter} s before the next ${method}.`,
        ko: `Slack이 다음 ${method}까지 ${error.retryAfter}초 기다리라고 합니다.`,
      },
      {
        retryAfterMs: error.retryAfter * 1_000,
      },
    );
  }
  if (error instanceof WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    if (error.statusCode >= 500 || error.statusCode === 408)
      return new TransientError(code, {
        en: `Slack failed at ${method} with HTTP ${error.statusCode}.`,
        ko: `Slack 오류: ${method} (HTTP ${error.statusCode}).`,
      });
    return new PermanentError(code, {
      en: `What answers at SLACK_API_URL refuses ${method} with HTTP ${error.statusCode}: check the address.`,
      ko: `SLACK_API_URL이 ${method} 요청을 거부했습니다 (HTTP ${error.statusCode}). 주소를 확인해 주세요.`,
    });
  }
  if (error instanceof WebAPIPlatformError) return platformError(method, error);
  if (error instanceof WebAPIRequestError) {
    return error.original instanceof TransientError ? error.original : connectionError('Slack', error.original, timeoutMs);
  }
  // A body cut or timed out while it was read leaves the SDK as it is.
  return connectionError('Slack', error, timeoutMs);
}

function platformError(method: string, error: WebAPIPlatformError): PermanentError | TransientError {
  const { data } = error;
  const code: unknown = data.error;
  // The SDK puts a body that is no JSON (a proxy's page) where the word should be.
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]*$/i.test(code))
    return new TransientError('bad_answer', {
      en: `Slack answered ${method} with something that is not JSON.`,
      ko: `Slack의 ${method} 응답이 JSON이 아닙니다.`,
    });
  if (PASSING.has(code)) {
    const seconds = data.response_metadata?.retryAfter;
    const word = code === 'rate_limited' ? 'ratelimited' : code;
    return new TransientError(
      word,
      { en: `Slack failed at ${method} (${code}).`, ko: `Slack 오류: ${method} (${code}).` },
      seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 },
    );
  }
  if (code === 'invalid_blocks' && data.response_metadata?.messages?.some((message) => /invalid slack file/.test(message))) {
    return new TransientError(
      'file_not_ready',
      {
        en: `Slack does not show the picture of a ${method} yet.`,
        ko: `Slack이 아직 그림을 보여 주지 않습니다 (${method}).`,
      },
      { retryAfterMs: FILE_WAIT_MS },
    );
  }
  const { en, ko } = advice(method, code, data);
  const by = `(Slack: ${code} at ${method})`;
  return new PermanentError(code, { en: `${en} ${by}`, ko: `${ko} ${by}` }, { cause: error });
}

function advice(method: string, code: string, data: WebAPIPlatformError['data']): Bilingual {
  const ofAppToken = method === 'apps.connections.open' ? APP_TOKEN_ADVICE[code] : undefined;
  // Said in the log and on a terminal alone: nobody in Slack reads it.
  if (ofAppToken) return verbatim(ofAppToken);
  if (code === 'missing_scope') {
    const needed = 'needed' in data && typeof data.needed === 'string' ? data.needed : `what ${method} needs`;
    return {
      en: `The app lacks a scope: add ${needed} under OAuth & Permissions → Bot Token Scopes and install the app again.`,
      ko: `앱에 scope가 부족합니다. OAuth & Permissions → Bot Token Scopes에 추가하고 앱을 다시 설치해 주세요: ${needed}`,
    };
  }
  if (code === 'restricted_action' && method === 'conversations.create') {
    return {
      en: 'The workspace does not let this app create channels: ask a workspace admin to allow it (Settings → Permissions → Channel Management).',
      ko: '워크스페이스가 이 앱의 채널 생성을 허용하지 않습니다. 관리자에게 요청해 주세요 (Settings → Permissions → Channel Management).',
    };
  }
  const known = ADVICE[code];
  if (known) return known;
  const details = (data.response_metadata?.messages ?? []).map((m) => m.replace(/^\[ERROR\]\s*/, '')).join('; ');
  const why = details ? `: ${details}` : '.';
  return { en: `Slack refuses ${method}${why}`, ko: `Slack이 거부했습니다 (${method})${why}` };
}
