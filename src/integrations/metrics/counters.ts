import type { Doubtful } from '../../domain/signals/doubts.ts';

interface Count {
  value: number;
  atMs: number;
}

/** By how much a counter grew, and in what time. */
export interface Growth {
  by: number;
  overMs: number;
}

/** The growth as a count of the whole window; one that has not been watched for so long is only a part of it. Undefined without growth. */
export function countedOver(growth: Growth | undefined, windowMs: number): ({ value: number } & Doubtful) | undefined {
  if (!growth) return undefined;
  const { by: value, overMs } = growth;
  return overMs >= windowMs ? { value } : { value, doubts: [{ code: 'begun', overMs, ofMs: windowMs }] };
}

/** A pause in asking longer than this many windows leaves nothing to say about the last one. */
const STALE_WINDOWS = 2;

/**
 * Remembers what counters said, so that a source that knows only the present can tell what happened lately: the growth since the first
 * question, at most over the window. It needs two questions, and begins anew when a counter went back (its server was restarted).
 */
export class Counters {
  readonly #kept = new Map<string, Count[]>();

  /** Undefined at the first question, and when the last one is too long ago. */
  growth(key: string, value: number, { at, windowMs }: { at: Date; windowMs: number }): Growth | undefined {
    const known = this.#kept.get(key) ?? [];
    const last = known.at(-1);
    // Questions of the same moment may be answered out of order.
    const atMs = Math.max(at.getTime(), last?.atMs ?? 0);
    const usable = last && value >= last.value ? known : [];
    // The last one before the window began is where the window is measured from.
    const start = usable.findLastIndex((count) => count.atMs <= atMs - windowMs);
    const recent = usable.slice(Math.max(0, start)).filter((count) => count.atMs >= atMs - windowMs * STALE_WINDOWS);
    const [first] = recent;
    this.#kept.set(key, [...recent, { value, atMs }]);
    return first && atMs > first.atMs ? { by: value - first.value, overMs: atMs - first.atMs } : undefined;
  }

  /** The same in one second. */
  perSecond(key: string, value: number, moment: { at: Date; windowMs: number }): number | undefined {
    const growth = this.growth(key, value, moment);
    return growth && (growth.by * 1_000) / growth.overMs;
  }
}
