import { readFileSync } from 'node:fs';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import type { Playbook } from '../../../src/domain/playbook/schema.ts';

/** The text of `playbooks/coupon.yml`. */
export const COUPON_YML = readFileSync(new URL('../../../playbooks/coupon.yml', import.meta.url), 'utf8');

/** A passage of it, and what stands in its place; all that fit an expression with `g`. */
export type Change = readonly [passage: string | RegExp, replacement: string];

/**
 * Its text with these changes, one after the other, for tests about the text itself: its lines, its comments, how something is written. Throws
 * when a passage is not there, or stays as it is. Anything else goes by `edit-playbook.ts`.
 */
export function couponYml(...changes: readonly Change[]): string {
  return changes.reduce((text, [passage, replacement]) => {
    const changed = text.replace(passage, replacement);
    if (changed === text) throw new Error(`the playbook does not say ${passage}, or says what was to replace it`);
    return changed;
  }, COUPON_YML);
}

/** `playbooks/coupon.yml` as the bot uses it. */
export function couponPlaybook(): Playbook {
  return parsePlaybook(COUPON_YML, 'coupon.yml');
}
