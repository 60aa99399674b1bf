import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PermanentError, TransientError } from '../../domain/errors.ts';
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
const ADVICE: Record<string, string> = {
  invalid_auth: 'Slack does not accept the token: check SLACK_BOT_TOKEN (OAuth & Permissions → Bot User OAuth Token).',
  not_authed: 'Slack got no token: set SLACK_BOT_TOKEN.',
  account_inactive: 'The app was removed from the workspace: install it again and set the new SLACK_BOT_TOKEN.',
  token_revoked: 'The token was revoked: install the app again and set the new SLACK_BOT_TOKEN.',
  token_expired: 'The token has expired: turn token rotation off for this app, install it again and set the new SLACK_BOT_TOKEN.',
  not_allowed_token_type: 'This kind of token may not do that: SLACK_BOT_TOKEN must be the bot token, which begins with xoxb-.',
  no_permission: 'The workspace does not let this app do that: ask a workspace admin to approve its scopes.',
  ekm_access_denied: 'Administrators have suspended posting in this workspace.',
  not_in_channel: 'Bongsu is not in that channel: invite it there with /invite @Bongsu.',
  channel_not_found: 'Bongsu cannot see that channel: check its id in the playbook, and invite Bongsu if the channel is private.',
  is_archived: 'That channel is archived: unarchive it, or name another one in the playbook.',
  restricted_action: 'The workspace does not let this app do that here: ask a workspace admin to allow it (Settings → Permissions).',
  restricted_action_read_only_channel: 'That channel is read-only: allow this app to post there, or name another channel in the playbook.',
  restricted_action_thread_only_channel: 'That channel takes only thread replies: name another channel in the playbook.',
  restricted_action_non_threadable_channel: 'That channel takes no thread replies: name another channel in the playbook.',
  name_taken: 'A channel of that name exists already.',
  user_not_found: 'Slack knows no such user: check the ids under team.people in the playbook.',
  user_disabled: 'That user is deactivated: take them out of the playbook.',
  users_not_found: 'Slack knows no such users: check the ids under team.people in the playbook.',
  cannot_dm_bot: 'A bot cannot be written to: name a person under team.people in the playbook.',
  expired_trigger_id: 'More than three seconds went by since the click: do it again.',
  exchanged_trigger_id: 'That click was answered already: do it again.',
  msg_too_long: 'The message is longer than Slack takes.',
  too_many_pins: 'The channel has as many pins as Slack allows: remove one.',
  too_many_bookmarks: 'The channel has as many bookmarks as Slack allows: remove one.',
  message_limit_exceeded: 'The workspace is out of its posting limit.',
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
    return new TransientError('ratelimited', `Slack asks to wait ${error.retryAfter} s before the next ${method}.`, {
      retryAfterMs: error.retryAfter * 1_000,
    });
  }
  if (error instanceof WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    if (error.statusCode >= 500 || error.statusCode === 408)
      return new TransientError(code, `Slack failed at ${method} with HTTP ${error.statusCode}.`);
    return new PermanentError(code, `What answers at SLACK_API_URL refuses ${method} with HTTP ${error.statusCode}: check the address.`);
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
    return new TransientError('bad_answer', `Slack answered ${method} with something that is not JSON.`);
  if (PASSING.has(code)) {
    const seconds = data.response_metadata?.retryAfter;
    const word = code === 'rate_limited' ? 'ratelimited' : code;
    return new TransientError(word, `Slack failed at ${method} (${code}).`, seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 });
  }
  if (code === 'invalid_blocks' && data.response_metadata?.messages?.some((message) => /invalid slack file/.test(message))) {
    return new TransientError('file_not_ready', `Slack does not show the picture of a ${method} yet.`, { retryAfterMs: FILE_WAIT_MS });
  }
  return new PermanentError(code, `${advice(method, code, data)} (Slack: ${code} at ${method})`, { cause: error });
}

function advice(method: string, code: string, data: WebAPIPlatformError['data']): string {
  const ofAppToken = method === 'apps.connections.open' ? APP_TOKEN_ADVICE[code] : undefined;
  if (ofAppToken) return ofAppToken;
  if (code === 'missing_scope') {
    const needed = 'needed' in data && typeof data.needed === 'string' ? data.needed : `what ${method} needs`;
    return `The app lacks a scope: add ${needed} under OAuth & Permissions → Bot Token Scopes and install the app again.`;
  }
  if (code === 'restricted_action' && method === 'conversations.create') {
    return 'The workspace does not let this app create channels: ask a workspace admin to allow it (Settings → Permissions → Channel Management).';
  }
  const known = ADVICE[code];
  if (known) return known;
  const details = (data.response_metadata?.messages ?? []).map((m) => m.replace(/^\[ERROR\]\s*/, '')).join('; ');
  return `Slack refuses ${method}${details ? `: ${details}` : '.'}`;
}
