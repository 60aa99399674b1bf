import type { CauseSummary } from '../diagnosis/by-playbook/summary.ts';
import type { CauseSpec } from '../playbook/schema.ts';

/** A message shows no more numbers than this. */
const FOLLOWED_MAX = 12;

/** What an incident's rows say of the signals that made it one. */
export interface Broke {
  /** Those that crossed a limit, by the briefing's looks or by alerts of the watcher. */
  crossed: readonly string[];
  /** The cause that somebody named, if anybody did. */
  named?: CauseSpec;
  /** The likeliest cause by the last diagnosis in which something stood out. */
  likely?: { key: string; evidence: readonly Pick<CauseSummary['evidence'][number], 'signal' | 'is'>[] };
}

/**
 * The signals that are followed after recovery: first those that broke, which crossed a limit or spoke for the cause, in the order of `known` (the
 * playbook's); then those of `beside`, which keep their place whatever else broke.
 */
export function followedSignals({ crossed, named, likely }: Broke, beside: readonly string[], known: readonly string[]): string[] {
  const broke = new Set([...crossed, ...spokeFor(named, likely)]);
  const first = known.filter((key) => broke.has(key) && !beside.includes(key));
  return [...first.slice(0, Math.max(0, FOLLOWED_MAX - beside.length)), ...beside];
}

/** What was as it should be is evidence too, but nothing that could get better. */
function spokeFor(named: Broke['named'], likely: Broke['likely']): string[] {
  const seen = likely?.evidence.filter(({ is }) => is !== 'normal').map(({ signal }) => signal) ?? [];
  if (named === undefined || named.key === likely?.key) return seen;
  return named.when.filter(({ is }) => is !== 'normal').map(({ signal }) => signal);
}
