import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLAYBOOK = fileURLToPath(new URL('../../../playbooks/coupon.yml', import.meta.url));

export interface PlaybookOptions {
  /** The shipped playbook's text, changed. */
  playbook?: (text: string) => string;
  /** The watcher is at work; otherwise only people and alerts from outside open incidents, whatever a test breaks. */
  watched?: boolean;
}

/** Scenarios are about what people see, not about how long a source may take: all numbers are waited for, however busy the machine is. */
const UNHURRIED = [
  ['\n  openingWait: 300ms\n', '\n  openingWait: 20s\n'],
  ['\n  queryTimeout: 2s\n', '\n  queryTimeout: 20s\n'],
] as const;

/** Writes the playbook of one scenario: the shipped one, changed, and patient with its sources. Resolves with its path. */
export async function scenarioPlaybook({ playbook: change, watched = false }: PlaybookOptions): Promise<string> {
  const text = await readFile(PLAYBOOK, 'utf8');
  const changed = change ? change(text) : text;
  if (change && changed === text) throw new Error('the change of the playbook changes nothing');
  const path = join(process.env.TEST_RUN_DIR ?? '', `playbook-${randomUUID()}.yml`);
  const unhurried = UNHURRIED.reduce((all, [shipped, patient]) => {
    if (!all.includes(shipped)) throw new Error(`the playbook no longer says "${shipped.trim()}"`);
    return all.replace(shipped, patient);
  }, changed);
  await writeFile(path, watched ? unhurried : unhurried.replace('\nwatch: { every', '\nwatch: { enabled: false, every'));
  return path;
}
