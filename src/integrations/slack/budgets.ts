/** How many calls something allows: `burst` at once, refilled at `perMinute`. */
export interface Budget {
  key: string;
  burst: number;
  perMinute: number;
  /**
   * No minute, wherever it begins, has more than `perMinute` calls: a bucket alone would let nearly twice as many through, and Slack's refusal
   * would hold up whoever comes next.
   */
  anyMinute?: boolean;
  /** How many of them only pages and acknowledgements may use: others wait while no more than these are left. */
  kept: number;
}

/** The share of a minute that is kept for what wakes people. */
const KEPT_SHARE = 0.2;
/** What no page and no acknowledgement calls: nothing of it is kept, and twenty declarations in a minute need all of it. */
export const NEVER_URGENT: readonly string[] = [
  'bookmarks.add',
  'bookmarks.list',
  'conversations.setTopic',
  'files.completeUploadExternal',
  'files.getUploadURLExternal',
  'pins.add',
  'usergroups.users.list',
];

/** Calls a minute by tier (https://docs.slack.dev/apis/web-api/rate-limits); a tier's whole minute may be used in one burst. */
const TIERS = { 2: 20, 3: 50, 4: 100 } as const;

/** Every method that is called, as its page says; tests hold this list to the code. `auth.test` allows hundreds a minute, which nobody needs. */
export const TIER_OF: Readonly<Record<string, keyof typeof TIERS>> = {
  // Paced by whoever keeps the connections.
  'apps.connections.open': 4,
  'auth.test': 4,
  'bookmarks.add': 2,
  'bookmarks.list': 3,
  'chat.getPermalink': 4,
  'chat.postEphemeral': 4,
  'chat.update': 3,
  'conversations.archive': 2,
  'conversations.create': 2,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.invite': 3,
  'conversations.join': 3,
  'conversations.list': 2,
  'conversations.open': 3,
  'conversations.replies': 3,
  'conversations.setTopic': 2,
  'dnd.info': 3,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'pins.add': 2,
  'usergroups.users.list': 2,
  'users.conversations': 3,
  'users.getPresence': 3,
  'users.info': 4,
  'users.list': 2,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.publish': 4,
  'views.update': 4,
};

/** About one message a second and channel, short bursts allowed (of three, and one more for a page); and several hundred a minute over the workspace. */
const POST_PER_CHANNEL = { burst: 4, perMinute: 60, kept: 1 } as const;
const POSTS_PER_MINUTE = 300;

/** What a call draws on, the narrowest first: a 429 pauses only that one. */
export function budgetsOf(method: string, args: Record<string, unknown>): Budget[] {
  if (method === 'chat.postMessage') {
    return [{ key: `${method} ${String(args.channel)}`, ...POST_PER_CHANNEL }, minuteOf(method, POSTS_PER_MINUTE)];
  }
  const perMinute = TIERS[(Object.hasOwn(TIER_OF, method) ? TIER_OF[method] : undefined) ?? 2];
  return [minuteOf(method, perMinute)];
}

function minuteOf(key: string, perMinute: number): Budget {
  const kept = NEVER_URGENT.includes(key) ? 0 : Math.ceil(perMinute * KEPT_SHARE);
  return { key, burst: perMinute, perMinute, anyMinute: true, kept };
}
