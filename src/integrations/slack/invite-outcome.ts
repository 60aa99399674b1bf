/** Whom Slack could not invite, and its word for why. */
export interface InviteFailure {
  user: string;
  code: string;
}

/** Being in the channel is what was wanted. */
const THERE_ALREADY = new Set(['already_in_channel', 'cant_invite_self']);

/** Words that speak of the people, not of the channel or of us; with `force` they mean that nobody of the batch could be invited. */
const ABOUT_PEOPLE = new Set([
  ...THERE_ALREADY,
  'cant_invite',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_is_restricted',
  'user_is_ultra_restricted',
  'user_team_not_in_channel',
  'invitee_cant_see_channel',
  'no_external_invite_permission',
  'ura_max_channels',
  'failed_for_some_users',
]);

/**
 * What became of a batch of conversations.invite. Slack lists the failures one by one under `errors`, with ok true (some came in) or false
 * (nobody did); without a list its one word goes for all of them. Undefined when the word is about the call itself: then it is an error.
 */
export function inviteOutcome(
  users: readonly string[],
  reply: { error?: string | undefined; errors?: { user?: string | undefined; error?: string | undefined }[] | undefined },
): InviteFailure[] | undefined {
  const listed = (reply.errors ?? []).flatMap(({ user, error }) =>
    user && users.includes(user) ? [{ user, code: error ?? reply.error ?? 'unknown' }] : [],
  );
  if (listed.length > 0) return listed.filter(({ code }) => !THERE_ALREADY.has(code));
  if (reply.error === undefined) return [];
  if (!ABOUT_PEOPLE.has(reply.error)) return undefined;
  return THERE_ALREADY.has(reply.error) ? [] : users.map((user) => ({ user, code: reply.error ?? 'unknown' }));
}
