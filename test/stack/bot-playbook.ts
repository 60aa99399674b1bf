import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Edit, editedPlaybook, set } from '../support/scenario/edit-playbook.ts';
import { mitigatedStack, type StackTargets } from './mitigated-playbook.ts';
import { STACK_EDITS } from './playbook.ts';

/** What a small service, scraped every second, changes in the shipped playbook; anything else stays as it is. */
const QUICK: readonly Edit[] = [
  set('watch.every', '1s'),
  set('watch.for', '2s'),
  set('watch.clearAfter', '3s'),
  // Now is as long as the rates look back. One fault follows the other at once: the incidents of before are left out of what is normal.
  set('diagnosis', { every: '2s', baseline: '4m', recent: '5s' }),
  set('briefing.refreshEvery', '10s'),
  set('briefing.editAtMostEvery', '2s'),
  // Everything that can break does, one after the other.
  set('alerts.declare.atMost', 50),
  // The stack allocates tens of megabytes a second, not hundreds.
  set('signals.allocation_rate.matters', 30_000_000),
];

/** The stack's playbook for a bot that watches it, with its mitigations switched on and pointed at a running stack. */
export async function botPlaybookFile(targets: StackTargets): Promise<string> {
  const path = join(await mkdtemp(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'playbook-')), 'coupon.yml');
  await writeFile(path, editedPlaybook([...STACK_EDITS, ...QUICK, ...mitigatedStack(targets)]));
  return path;
}
