import { readFileSync } from 'node:fs';
import { parsePlaybook } from '../../src/domain/playbook/parse.ts';
import type { Playbook } from '../../src/domain/playbook/schema.ts';

const SHIPPED = new URL('../../playbooks/coupon.yml', import.meta.url);
/** Long enough for rates of what is scraped every second, short enough to see a fault come and go within half a minute. */
const WINDOW = '10s';

/** `playbooks/coupon.yml` for the stack: the same signals and thresholds over shorter windows. */
export function stackPlaybookText(text = readFileSync(SHIPPED, 'utf8')): string {
  return text.replaceAll('[1m]', `[${WINDOW}]`);
}

export function stackPlaybook(): Playbook {
  return parsePlaybook(stackPlaybookText(), 'coupon.yml');
}
