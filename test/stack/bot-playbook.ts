import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mitigatedStackPlaybook, type StackTargets } from './mitigated-playbook.ts';
import { stackPlaybookText } from './playbook.ts';

/** What a small service, scraped every second, changes in the shipped playbook; anything else stays as it is. */
const QUICK: readonly [passage: RegExp, replacement: string][] = [
  [/watch: \{ every: 15s, for: 30s, clearAfter: 5m,/, 'watch: { every: 1s, for: 3s, clearAfter: 15s,'],
  [/diagnosis: \{ every: 30s, baseline: 60m, recent: 1m \}/, 'diagnosis: { every: 2s, baseline: 30s, recent: 8s }'],
  [/refreshEvery: 60s\n {2}editAtMostEvery: 15s/, 'refreshEvery: 10s\n  editAtMostEvery: 2s'],
  // Everything that can break does, one after the other.
  [/declare: \{ atMost: 5,/, 'declare: { atMost: 50,'],
  // The stack allocates tens of megabytes a second, not hundreds.
  [/matters: 200000000/, 'matters: 30000000'],
];

/** The stack's playbook for a bot that watches it; throws when the shipped one no longer reads as this expects. */
export function botPlaybookText(): string {
  return QUICK.reduce((text, [passage, replacement]) => {
    if (!passage.test(text)) throw new Error(`the playbook does not hold ${passage}`);
    return text.replace(passage, replacement);
  }, stackPlaybookText());
}

/** With its mitigations switched on and pointed at a running stack. */
export async function botPlaybookFile(targets: StackTargets): Promise<string> {
  const path = join(await mkdtemp(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'playbook-')), 'coupon.yml');
  await writeFile(path, mitigatedStackPlaybook(botPlaybookText(), targets));
  return path;
}
