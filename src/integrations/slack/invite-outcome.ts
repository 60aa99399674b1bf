import { refusedBy } from '../../domain/chat/refusals.ts';

/** Whom Slack could not invite, and its word for why. */
export interface InviteFailure {
  user: string;
  code: string;
}

/** Being in the channel is what was wanted. */
const THERE_ALREADY = new Set(['already_in_channel', 'cant_invite_self']);

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
  if (refusedBy(reply.error).about !== 'person') return undefined;
  return THERE_ALREADY.has(reply.error) ? [] : users.map((user) => ({ user, code: reply.error ?? 'unknown' }));
}
