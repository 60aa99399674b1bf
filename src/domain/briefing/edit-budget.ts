/** So many at once, and so many a minute. */
export interface Rate {
  burst: number;
  perMinute: number;
}

/**
 * How many edits of briefings may go out over all incidents and processes. Slack takes 50 edits a minute of a workspace; ten of them and
 * what the bucket does not use are left to everything else that is edited (pages, links, the retrospective).
 */
export const BRIEFING_EDITS = { burst: 10, perMinute: 30 } as const satisfies Rate;

/** How many of their charts may be drawn: a picture costs more than all the rest of a briefing, and is seen only with an edit. */
export const BRIEFING_CHARTS = { burst: 10, perMinute: 15 } as const satisfies Rate;

export interface Tokens {
  tokens: number;
  at: Date;
}

/** The tokens that there are at `now`; all of them when nobody has taken any yet. Time that goes backwards gives none. */
export function refilled(known: Tokens | undefined, now: Date, { burst, perMinute }: Rate): Tokens {
  if (!known) return { tokens: burst, at: now };
  const elapsed = Math.max(0, now.getTime() - known.at.getTime());
  return { tokens: Math.min(burst, known.tokens + (elapsed * perMinute) / 60_000), at: now };
}

/** When there is a whole token again. */
export function nextTokenAt({ tokens, at }: Tokens, { perMinute }: Rate): Date {
  const lacking = Math.max(0, 1 - tokens);
  return new Date(at.getTime() + Math.ceil((lacking * 60_000) / perMinute));
}

/** Whether there is none before `until`, as `nextTokenAt` said; a clock that was put back meanwhile makes nobody wait for it. */
export function isSpent(until: Date | undefined, now: Date, { perMinute }: Rate): until is Date {
  const waitMs = until === undefined ? 0 : until.getTime() - now.getTime();
  return waitMs > 0 && waitMs <= 60_000 / perMinute;
}
