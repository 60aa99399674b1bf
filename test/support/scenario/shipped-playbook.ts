import { readFileSync } from 'node:fs';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import type { Playbook } from '../../../src/domain/playbook/schema.ts';

/** The text of `playbooks/coupon.yml`. */
export const COUPON_YML = readFileSync(new URL('../../../playbooks/coupon.yml', import.meta.url), 'utf8');

/** `playbooks/coupon.yml` as the bot uses it. */
export function couponPlaybook(): Playbook {
  return parsePlaybook(COUPON_YML, 'coupon.yml');
}
