/** https://docs.slack.dev/apis/web-api/rate-limits. `posting` is chat.postMessage: about one a second for each channel. */
export type Tier = 1 | 2 | 3 | 4 | 'posting' | 'special';

const PER_MINUTE: Record<Exclude<Tier, 'posting'>, number> = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 };
const WINDOW_MS = 60_000;
/** Slack tolerates short bursts of postings; how short is not documented, so a small one. */
const POSTING_BURST = 5;
const POSTINGS_PER_MINUTE = 300;

/** Counts calls by method and tells when Slack would answer 429. */
export class RateLimits {
  private readonly now: () => number;
  private readonly windows = new Map<string, number[]>();
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(now: () => number) {
    this.now = now;
  }

  /** Seconds to wait, or undefined when the call is within the limits. */
  retryAfterSeconds(method: string, tier: Tier, channel: string): number | undefined {
    if (tier !== 'posting') return this.window(method, PER_MINUTE[tier]);
    return this.bucket(channel) ?? this.window(method, POSTINGS_PER_MINUTE);
  }

  private window(key: string, perMinute: number): number | undefined {
    const now = this.now();
    const recent = (this.windows.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
    this.windows.set(key, recent);
    const oldest = recent[0];
    if (recent.length >= perMinute && oldest !== undefined) return Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1_000));
    recent.push(now);
    return undefined;
  }

  private bucket(channel: string): number | undefined {
    const now = this.now();
    const bucket = this.buckets.get(channel) ?? { tokens: POSTING_BURST, at: now };
    const tokens = Math.min(POSTING_BURST, bucket.tokens + (now - bucket.at) / 1_000);
    const allowed = tokens >= 1;
    this.buckets.set(channel, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed ? undefined : 1;
  }
}
