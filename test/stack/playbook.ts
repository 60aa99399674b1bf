import { parsePlaybook } from '../../src/domain/playbook/parse.ts';
import type { Playbook } from '../../src/domain/playbook/schema.ts';
import { type Edit, each, editedPlaybook } from '../support/scenario/edit-playbook.ts';

/** Long enough for rates of what is scraped every second, short enough to see a fault come and go within half a minute. */
const WINDOW = '10s';

const shorter = (query: string): string => query.replaceAll('[1m]', `[${WINDOW}]`);

/** What `playbooks/coupon.yml` is for the stack: the same signals and thresholds over shorter windows. */
export const STACK_EDITS: readonly Edit[] = [each('signals.*.query', shorter), each('analysis.traffic.*.query', shorter)];

export function stackPlaybookText(): string {
  return editedPlaybook(STACK_EDITS);
}

export function stackPlaybook(): Playbook {
  return parsePlaybook(stackPlaybookText(), 'coupon.yml');
}
