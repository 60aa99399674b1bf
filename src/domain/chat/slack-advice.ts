import type { Bilingual, ProductLanguage } from '../language/bilingual.ts';
import { verbatim } from '../language/verbatim.ts';
import { own } from '../text/own.ts';

/**
 * What to do about what Slack refuses: here and nowhere else, for the briefing, `npm run doctor`, mails and `/readyz`. Whom a refusal speaks of stands in `refusals.ts`.
 */

/** By Slack's word. */
const ADVICE: Readonly<Record<string, Bilingual>> = {
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
  team_access_not_granted: {
    en: 'The app may not act in this workspace: an admin of the organisation must approve it here.',
    ko: '앱이 이 워크스페이스에서 허용되지 않았습니다. 조직 관리자가 이 워크스페이스에 앱을 승인해야 합니다.',
  },
  org_login_required: {
    en: 'The organisation is moving or wants a new login: install the app again and set the new SLACK_BOT_TOKEN.',
    ko: '조직을 이전 중이거나 다시 로그인해야 합니다. 앱을 다시 설치하고 새 SLACK_BOT_TOKEN을 설정해 주세요.',
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
    en: 'Bongsu is not in that channel. Invite it there with /invite.',
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
    en: 'This workspace does not let the app do that. Ask a workspace administrator to allow it. The place is Settings → Permissions.',
    ko: '이 워크스페이스에서는 앱에 허용되지 않은 작업입니다. 관리자에게 허용을 요청해 주세요 (Settings → Permissions).',
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

/** About the calls that are made with the app-level token: said in the log and on a terminal alone, nobody in Slack reads it. */
const OF_APP_TOKEN: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not accept the app-level token: check SLACK_APP_TOKEN (Basic Information → App-Level Tokens).',
  not_authed: 'Slack got no app-level token: set SLACK_APP_TOKEN.',
  not_allowed_token_type: 'SLACK_APP_TOKEN must be an app-level token, which begins with xapp- (Basic Information → App-Level Tokens).',
  missing_scope:
    'The app-level token lacks connections:write: make one that has it (Basic Information → App-Level Tokens) and set SLACK_APP_TOKEN.',
  token_revoked: 'The app-level token was revoked: make another (Basic Information → App-Level Tokens) and set SLACK_APP_TOKEN.',
};

/** About Slack's reasons to close a connection of Socket Mode, in the log and on a terminal. */
const OF_SOCKET: Readonly<Record<string, string>> = {
  link_disabled: 'Socket Mode is turned off for this app: turn it on (Slack app → Socket Mode), or unset SLACK_APP_TOKEN to use HTTP.',
  too_many_websockets: 'The app has as many connections as Slack allows (ten): run fewer processes with the role bot.',
};

/** Words of Slack that have advice, whatever was called. */
export const ADVISED: readonly string[] = Object.keys(ADVICE);

/** All that is known without asking what was called, in one language. */
export function slackAdviceIn(language: ProductLanguage): Record<string, string> {
  return Object.fromEntries([...ADVISED, 'missing_scope'].map((code) => [code, slackAdvice(code)?.[language] ?? '']));
}

/** What to do about a refusal; undefined where nobody knows. `method` is the call, `needed` the scope that Slack names. */
export function slackAdvice(code: string, { method, needed }: { method?: string; needed?: string } = {}): Bilingual | undefined {
  const ofAppToken = method === 'apps.connections.open' ? own(OF_APP_TOKEN, code) : undefined;
  if (ofAppToken) return verbatim(ofAppToken);
  if (code === 'missing_scope') return missingScope(needed, method);
  if (code === 'restricted_action' && method === 'conversations.create') return NO_CHANNELS;
  return own(ADVICE, code);
}

/** What to do about a reason for which Slack closes a connection; undefined where nothing is to be done. */
export function socketAdvice(reason: string): string | undefined {
  return own(OF_SOCKET, reason);
}

/** What brings the app a scope that it lacks, as the end of a sentence on a terminal. */
export function addScopes(what: string): string {
  return `add ${what} under OAuth & Permissions → Bot Token Scopes and install the app again.`;
}

/** What to do about a channel that is archived, by its name. */
export function archivedAdvice(name: string): string {
  return `#${name}: ${ADVICE.is_archived?.en ?? ''}`;
}

function missingScope(needed: string | undefined, method: string | undefined): Bilingual {
  const what = needed ?? (method === undefined ? undefined : `what ${method} needs`);
  return what === undefined
    ? {
        en: 'The app lacks a scope: `npm run doctor` names it. Add it under OAuth & Permissions → Bot Token Scopes and install the app again.',
        ko: '앱에 scope가 부족합니다. 부족한 scope는 `npm run doctor`로 확인할 수 있습니다. OAuth & Permissions → Bot Token Scopes에 추가하고 앱을 다시 설치해 주세요.',
      }
    : {
        en: `The app lacks a scope: ${addScopes(what)}`,
        ko: `앱에 scope가 부족합니다. OAuth & Permissions → Bot Token Scopes에 추가하고 앱을 다시 설치해 주세요: ${what}`,
      };
}

const NO_CHANNELS: Bilingual = {
  en: 'The workspace does not let this app create channels: ask a workspace admin to allow it (Settings → Permissions → Channel Management).',
  ko: '워크스페이스가 이 앱의 채널 생성을 허용하지 않습니다. 관리자에게 요청해 주세요 (Settings → Permissions → Channel Management).',
};
