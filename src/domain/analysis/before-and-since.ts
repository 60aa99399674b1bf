import type { SignalSpec } from '../playbook/schema.ts';
import type { Sample } from '../ports/metrics.ts';

/**
 * A number in three words: what it usually was before (the median, so that one spike is not the usual), its worst since (the highest, or the
 * lowest where higher is better), and now. What nobody measured is absent.
 */
export function beforeAndSince(input: {
  before: readonly Sample[];
  since: readonly Sample[];
  now: number | undefined;
  better: SignalSpec['better'];
}): { before?: number; worst?: number; now?: number } {
  const { now, better } = input;
  const usual = [...input.before].map(({ value }) => value).sort((a, b) => a - b);
  const before = usual[Math.floor((usual.length - 1) / 2)];
  const since = [...input.since.map(({ value }) => value), ...(now === undefined ? [] : [now])];
  const worst = since.length === 0 ? undefined : since.reduce((a, b) => (better === 'higher' ? Math.min(a, b) : Math.max(a, b)));
  return { ...(before !== undefined && { before }), ...(worst !== undefined && { worst }), ...(now !== undefined && { now }) };
}

/** Of an incident that lasts longer, the last hour is looked at. */
const LONGEST_MS = 3_600_000;

/** The time of the incident up to now, and as much of the time before it, so that what happened in them can be compared. */
export function windowsAround(onset: Date, now: Date): { before: { from: Date; to: Date }; since: { from: Date; to: Date } } {
  const lengthMs = Math.min(LONGEST_MS, Math.max(1_000, now.getTime() - onset.getTime()));
  return {
    before: { from: new Date(onset.getTime() - lengthMs), to: onset },
    since: { from: new Date(now.getTime() - lengthMs), to: now },
  };
}
