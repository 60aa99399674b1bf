import { levelOf } from '../../src/domain/signals/thresholds.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { type Break, causeOf } from './causes.ts';
import { stackPlaybook } from './playbook.ts';
import type { Stack } from './stack.ts';

/** How strong a fault is tried; a machine that is faster than its fault needs the later ones. */
const STRENGTHS = [1, 1.25, 1.6, 2] as const;
/** Rates look back six seconds, and queues fill slowly. */
const SHOWS_WITHIN_MS = 30_000;
/** Longer than the bot wants a threshold to be crossed. */
const HELD_MS = 3_000;
const LOOK_EVERY_MS = 500;

const { signals } = stackPlaybook();
const WATCHED = Object.keys(signals).filter((key) => (signals[key]?.thresholds.length ?? 0) > 0);

/**
 * Breaks it, and breaks it more as long as it does not show: how much a machine needs is its own affair. Shown is what has crossed the values by which its cause is known, and has kept
 * some signal over a threshold without a break. Prints each step. Resolves with what is broken in the end; rejects with the readings when not even the last one shows.
 */
export async function breakUntilShown(stack: Stack, scenario: string, cause: string, say: (text: string) => void): Promise<Break> {
  const { shows, withinMs = SHOWS_WITHIN_MS } = causeOf(scenario, cause);
  for (const [index, strength] of STRENGTHS.entries()) {
    const broken = await stack.break(scenario, cause, strength);
    const began = performance.now();
    const seen = new Set<string>();
    let since: number | undefined;
    let last: Record<string, number | undefined> = {};
    const look = async () => {
      last = await stack.readings.all([...new Set([...WATCHED, ...Object.keys(shows)])]);
      for (const [key, above] of Object.entries(shows)) if ((last[key] ?? Number.NEGATIVE_INFINITY) > above) seen.add(key);
      since = WATCHED.some((key) => isCrossed(key, last[key])) ? (since ?? performance.now()) : undefined;
      return (seen.size === Object.keys(shows).length && since !== undefined && performance.now() - since >= HELD_MS) || undefined;
    };
    const what = () => `${scenario} ${cause} at strength ${strength} to show; last: ${JSON.stringify(last)}`;
    try {
      await eventually(what, look, withinMs, LOOK_EVERY_MS);
      say(`${scenario} ${cause} shows at strength ${strength} after ${Math.round((performance.now() - began) / 1_000)} s`);
      return broken;
    } catch (error) {
      say(`${scenario} ${cause} does not show at strength ${strength}: ${JSON.stringify(last)}`);
      if (index === STRENGTHS.length - 1) throw error;
    }
  }
  throw new Error('There is no strength to try.');
}

function isCrossed(key: string, value: number | undefined): boolean {
  return value !== undefined && levelOf(value, signals[key]?.thresholds ?? []) !== 'normal';
}
