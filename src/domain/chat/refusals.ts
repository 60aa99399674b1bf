/**
 * Everything that Slack refuses, sorted by whom or what its word speaks of, because that decides who waits for what:
 *
 * - `us`: our token, app or rights. Nothing is wrong with what was asked; it waits and is tried again, slowly, until somebody has mended that
 *   (`wholly`: every call is refused; otherwise only calls of this kind, and whatever stands in for them is used at once).
 * - `place`: a channel or direct message. `gone`: nothing can be written there any more; another place is found, and what belongs there waits until it
 *   is back. Otherwise the place is full or does not take this.
 * - `person`: somebody who cannot be reached this way. The next person is asked.
 * - `message`: what was asked itself, or the message that it was about (`gone`). It is never tried again as it is.
 * - `passing`: Slack's own trouble, over in a moment. It is tried again soon; the effect may have happened all the same.
 */
export type Refused =
  | { about: 'us'; wholly: boolean }
  | { about: 'place'; gone: boolean }
  | { about: 'person'; because: 'gone' | 'guest' | 'elsewhere' | 'closed' }
  | { about: 'message'; gone: boolean }
  | { about: 'passing' };

const us = { wholly: { about: 'us', wholly: true }, here: { about: 'us', wholly: false } } as const;
const place = { gone: { about: 'place', gone: true }, full: { about: 'place', gone: false } } as const;
const person = {
  gone: { about: 'person', because: 'gone' },
  guest: { about: 'person', because: 'guest' },
  elsewhere: { about: 'person', because: 'elsewhere' },
  closed: { about: 'person', because: 'closed' },
} as const;
const message = { wrong: { about: 'message', gone: false }, gone: { about: 'message', gone: true } } as const;
const passing = { about: 'passing' } as const;

/** By Slack's word (the error lists of https://docs.slack.dev/reference/methods); one that is missing here is about the message. */
const REFUSED = {
  account_inactive: us.wholly,
  app_uninstalled: us.wholly,
  ekm_access_denied: us.wholly,
  invalid_auth: us.wholly,
  is_bot: us.here,
  not_allowed_token_type: us.wholly,
  not_authed: us.wholly,
  org_login_required: us.wholly,
  team_access_not_granted: us.wholly,
  token_expired: us.wholly,
  token_revoked: us.wholly,
  two_factor_setup_required: us.wholly,

  access_denied: us.here,
  deprecated_endpoint: us.here,
  enterprise_is_restricted: us.here,
  feature_not_enabled: us.here,
  message_limit_exceeded: us.here,
  // The app's own tab for direct messages is off: nobody can be written to until it is on again.
  messages_tab_disabled: us.here,
  method_deprecated: us.here,
  missing_scope: us.here,
  no_permission: us.here,
  not_enabled: us.here,
  restricted_action: us.here,
  storage_limit_reached: us.here,
  team_not_found: us.here,
  user_not_authorized: us.here,

  channel_is_limited_access: place.gone,
  channel_not_found: place.gone,
  is_archived: place.gone,
  is_inactive: place.gone,
  not_in_channel: place.gone,
  restricted_action_non_threadable_channel: place.gone,
  restricted_action_read_only_channel: place.gone,
  restricted_action_thread_only_channel: place.gone,

  channel_type_not_supported: place.full,
  invalid_type_for_channel: place.full,
  method_not_supported_for_channel_type: place.full,
  too_many_bookmarks: place.full,
  too_many_members: place.full,
  too_many_pins: place.full,

  cant_invite: person.gone,
  user_disabled: person.gone,
  user_not_found: person.gone,
  users_not_found: person.gone,
  user_is_bot: person.gone,
  ura_max_channels: person.guest,
  user_is_restricted: person.guest,
  user_is_ultra_restricted: person.guest,
  invitee_cant_see_channel: person.elsewhere,
  no_external_invite_permission: person.elsewhere,
  user_not_visible: person.elsewhere,
  user_team_not_in_channel: person.elsewhere,
  already_in_channel: person.closed,
  cannot_dm_bot: person.closed,
  cant_invite_self: person.closed,
  failed_for_some_users: person.closed,
  user_not_in_channel: person.closed,

  message_not_found: message.gone,
  thread_not_found: message.gone,
  cant_update_message: message.wrong,
  edit_window_closed: message.wrong,
  name_taken: message.wrong,

  external_channel_migrating: passing,
  fatal_error: passing,
  internal_error: passing,
  rate_limited: passing,
  ratelimited: passing,
  request_timeout: passing,
  service_unavailable: passing,
  team_added_to_org: passing,
} as const satisfies Record<string, Refused>;

/** What a word of Slack's speaks of. A client error without a word (a proxy, a wrong address) is about us: nothing gets through at all. */
export function refusedBy(code: string): Refused {
  if (Object.hasOwn(REFUSED, code)) return REFUSED[code as keyof typeof REFUSED];
  return /^http_4\d\d$/.test(code) ? us.wholly : message.wrong;
}

/** Every word of the table, for tests. */
export const KNOWN_REFUSALS: readonly string[] = Object.keys(REFUSED);

/** A refusal as an error carries it: what it speaks of, at which method, and of which conversation. */
export interface Refusal {
  refused: Exclude<Refused, { about: 'passing' }>;
  method: string;
  /** Id of the channel, group or direct message that was named in the call. */
  place?: string;
}

/**
 * How a place is gone, for people: `archived`, `left` (we are not in it), `unseen` (deleted, or private without us), `closed` (takes nothing of ours),
 * `beheaded` (the message on which a thread hung was deleted).
 */
export type PlaceGone = 'archived' | 'left' | 'unseen' | 'closed' | 'beheaded';

const HOW_GONE: Readonly<Record<string, PlaceGone>> = {
  is_archived: 'archived',
  is_inactive: 'archived',
  not_in_channel: 'left',
  channel_not_found: 'unseen',
  thread_not_found: 'beheaded',
};

export function howGone(code: string): PlaceGone {
  return (Object.hasOwn(HOW_GONE, code) ? HOW_GONE[code] : undefined) ?? 'closed';
}
