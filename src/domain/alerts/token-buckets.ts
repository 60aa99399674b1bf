import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';

/** So many a second in the long run, and so many at once after a calm. */
export interface Quota {
  perSecond: number;
  burst: number;
}

/** What the playbook says of one sender, `generic/10.0.0.7`; of its door, `generic`; of everybody. */
export function quotaOf({ senders, default: otherwise }: Playbook['alerts']['quotas'], sender: string): Quota {
  return own(senders, sender) ?? own(senders, sender.split('/', 1)[0] ?? '') ?? otherwise;
}

/** More senders than these are remembered by nobody; the one that was heard of longest ago is forgotten, and so is full again. */
const SENDERS_MAX = 1_000;

/**
 * A token bucket for each sender. Whoever has anything left may send, also more than that, and then waits until it is made good: a body is never half
 * taken.
 */
export class TokenBuckets {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  /** `nowMs`: milliseconds from any beginning; when they run backwards, nobody gets or loses anything. */
  constructor(
    private readonly quotaOf: (sender: string) => Quota,
    private readonly nowMs: () => number,
  ) {}

  /** Milliseconds until this sender may send; 0 for now. */
  waitMs(sender: string): number {
    const { tokens } = this.filled(sender);
    return tokens > 0 ? 0 : Math.ceil(((1 - tokens) / this.quotaOf(sender).perSecond) * 1_000);
  }

  spend(sender: string, amount: number): void {
    const bucket = this.filled(sender);
    bucket.tokens -= amount;
  }

  private filled(sender: string): { tokens: number; at: number } {
    const { perSecond, burst } = this.quotaOf(sender);
    const now = this.nowMs();
    const before = this.buckets.get(sender) ?? { tokens: burst, at: now };
    const passed = Math.max(0, now - before.at);
    const bucket = { tokens: Math.min(burst, before.tokens + (passed * perSecond) / 1_000), at: now };
    // At the end, because a Map keeps the order in which keys came.
    this.buckets.delete(sender);
    this.buckets.set(sender, bucket);
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > SENDERS_MAX && oldest !== undefined) this.buckets.delete(oldest);
    return bucket;
  }
}
