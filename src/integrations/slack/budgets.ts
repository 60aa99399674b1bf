/** How many calls something allows: `burst` at once, refilled at `perMinute`. */
export interface Budget {
  key: string;
  burst: number;
  perMinute: number;
  /**
   * No minute, wherever it begins, has more than `perMinute` calls: a bucket that was full would let nearly twice as many through. For what is
   * asked for all the time and by everybody.
   */
  anyMinute?: boolean;
}

/** Calls a minute by tier (https://docs.slack.dev/apis/web-api/rate-limits); a tier's whole minute may be used in one burst. */
const TIERS = { 2: 20, 3: 50, 4: 100 } as const;

const TIER_OF: Record<string, keyof typeof TIERS> = {
  // Paced by whoever keeps the connections.
  'apps.connections.open': 4,
  'auth.test': 4,
  'bookmarks.add': 2,
  'bookmarks.list': 3,
  'chat.postEphemeral': 4,
  'chat.update': 3,
  'conversations.create': 2,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.invite': 3,
  'conversations.join': 3,
  'conversations.open': 3,
  'conversations.replies': 3,
  'conversations.setTopic': 2,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'pins.add': 2,
  'usergroups.users.list': 2,
  'users.conversations': 3,
  'users.info': 4,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.update': 4,
};

/** About one message a second and channel, short bursts allowed; and several hundred a minute over the workspace. */
const POST_PER_CHANNEL = { burst: 3, perMinute: 60 } as const;
const POST_PER_WORKSPACE = { burst: 300, perMinute: 300 } as const;

/** What a call draws on, the narrowest first: a 429 pauses only that one. */
export function budgetsOf(method: string, args: Record<string, unknown>): Budget[] {
  if (method === 'chat.postMessage') {
    return [
      { key: `${method} ${String(args.channel)}`, ...POST_PER_CHANNEL },
      { key: method, ...POST_PER_WORKSPACE },
    ];
  }
  const perMinute = TIERS[TIER_OF[method] ?? 2];
  // Ten incidents at once edit their briefings without end; a 429 would hold back the edits that matter.
  return [{ key: method, burst: perMinute, perMinute, ...(method === 'chat.update' && { anyMinute: true }) }];
}
