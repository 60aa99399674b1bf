import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SHIPPED = 'playbooks/coupon.yml';
const PACE = 'editAtMostEvery: 15s';

/**
 * The shipped playbook with a briefing that may be edited every second, so that no case waits a quarter of a minute for the last edit.
 * `change` may change more of its text. Returns the path.
 */
export function quickPlaybook(change: (text: string) => string = (text) => text): string {
  const shipped = readFileSync(SHIPPED, 'utf8');
  if (!shipped.includes(PACE)) throw new Error(`${SHIPPED} no longer says "${PACE}"`);
  const path = join(mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'playbook-')), 'coupon.yml');
  writeFileSync(path, change(shipped.replace(PACE, 'editAtMostEvery: 1s')));
  return path;
}
