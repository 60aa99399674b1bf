import { worded, wordedEach } from '../../languages/worded.ts';
import type { Bilingual } from '../language/bilingual.ts';
import { pick } from '../language/pick.ts';
import { verbatim } from '../language/verbatim.ts';
import { own } from '../text/own.ts';

/**
 * What to do about what Slack refuses: here and nowhere else, for the briefing, `npm run doctor`, mails and `/readyz`. Whom a refusal speaks of stands in `refusals.ts`.
 */

/** By Slack's word. */
const ADVICE: Readonly<Record<string, Bilingual>> = wordedEach(({ slackAdvice }) => slackAdvice.advice);

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
  const what = needed === undefined ? method && worded(({ slackAdvice }) => slackAdvice.whatNeeds(method)) : verbatim(needed);
  return what === undefined || what === ''
    ? worded(({ slackAdvice }) => slackAdvice.appLacksAScope)
    : worded(({ slackAdvice }, language) => slackAdvice.appLacksThisScope(pick(what, language)));
}

const NO_CHANNELS: Bilingual = worded(({ slackAdvice }) => slackAdvice.noChannels);
