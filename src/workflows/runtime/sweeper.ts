import type { Ticker } from './wake.ts';

/**
 * Looks at all due rows every so often, wake-up or not: whatever a lost job, an emptied Redis or a crash between commit and wake-up left
 * behind is found here. The interval decides nothing about time; the rows do.
 */
export function startSweeping(ticker: Ticker, everyMs: number): { stop: () => void } {
  if (everyMs <= 0) return { stop: () => {} };
  const timer = setInterval(() => void ticker.sweep(), everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
