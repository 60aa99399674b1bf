import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Edit, editedPlaybook, set } from '../../support/scenario/edit-playbook.ts';

/**
 * The shipped playbook with a briefing that may be edited every second, so that no case waits a quarter of a minute for the last edit, and
 * with these edits. Returns the path.
 */
export function quickPlaybook(...edits: readonly Edit[]): string {
  const path = join(mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'playbook-')), 'coupon.yml');
  writeFileSync(path, editedPlaybook([set('briefing.editAtMostEvery', '1s'), ...edits]));
  return path;
}
