import { kindOf } from './kinds.ts';
import type { Scenario } from './scenario.ts';

/**
 * Expects what belongs to something that a test is not about: exactly these, each as often as it is named, in any order, and nothing else. Each
 * is a place as in `Outbound` and a kind, `#1 escalated to L2`; an incident's channel goes by its number.
 */
export function takes(s: Pick<Scenario, 'takeAll'>, ...kinds: readonly string[]): void {
  const taken = s.takeAll().map((outbound) => `${outbound.place.replace(/^#inc-(\d+)\b.*/, '#$1')} ${kindOf(outbound)}`);
  const wrong = [
    ...without(kinds, taken).map((kind) => `nobody saw this: ${kind}`),
    ...without(taken, kinds).map((kind) => `nobody expected this: ${kind}`),
  ];
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** What is in the list beyond the others, each as often as it is. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return list.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
