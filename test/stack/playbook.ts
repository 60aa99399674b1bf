import { parsePlaybook } from '../../src/domain/playbook/parse.ts';
import type { Playbook } from '../../src/domain/playbook/schema.ts';
import { type Edit, each, editedPlaybook, set } from '../support/scenario/edit-playbook.ts';

/** Messages: some six seconds' worth, as a thousand are of a larger service. */
export const LAG = 400;
/** Long enough for rates of what is scraped every second, short enough to see a fault come and go within a quarter of a minute. */
const WINDOW = '6s';
/** Collections count what was allocated, and in calm they are some seconds apart. */
const WINDOWS: Record<string, string> = { allocation_rate: '10s' };

const shorter = (query: string, window = WINDOW): string => query.replaceAll('[1m]', `[${window}]`);

/** What `playbooks/coupon.yml` is for the stack: the same signals over shorter windows, and the queue of a service with less than a hundred requests a second. */
export const STACK_EDITS: readonly Edit[] = [
  each<{ query: string }>('signals.*', ({ query, ...spec }, signal) => ({ ...spec, query: shorter(query, WINDOWS[signal]) })),
  each<string>('analysis.traffic.*.query', (query) => shorter(query)),
  set('signals.kafka_lag.thresholds.D1.above', LAG),
  set('signals.kafka_lag.matters', LAG / 4),
];

export function stackPlaybookText(): string {
  return editedPlaybook(STACK_EDITS);
}

export function stackPlaybook(): Playbook {
  return parsePlaybook(stackPlaybookText(), 'coupon.yml');
}
