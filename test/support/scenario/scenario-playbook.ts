import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Edit, editedPlaybook, remove, set } from './edit-playbook.ts';
import { UNWATCHED_SIGNALS } from './playbook-edits.ts';

export interface PlaybookOptions {
  /** What is changed in the shipped playbook, in this order. */
  playbook?: readonly Edit[];
  /** The watcher is at work; otherwise only people and alerts from outside open incidents, whatever a test breaks. */
  watched?: boolean;
  /** Updates are shown to be approved before they are due, and customer support is told; otherwise they go out as they are drafted, to the status channel and the page. */
  offered?: boolean;
}

/** Scenarios are about what people see, not about how long a source may take: all numbers are waited for, however busy the machine is. */
const UNHURRIED: readonly Edit[] = [set('briefing.openingWait', '20s'), set('briefing.queryTimeout', '20s')];

const UNOFFERED: readonly Edit[] = [set('updates.draftBefore', '0s'), remove('team.channels.support')];

/** Writes the playbook of one scenario: the shipped one, patient with its sources and changed. Resolves with its path. */
export async function scenarioPlaybook({ playbook = [], watched = false, offered = false }: PlaybookOptions): Promise<string> {
  const path = join(process.env.TEST_RUN_DIR ?? '', `playbook-${randomUUID()}.yml`);
  await writeFile(
    path,
    editedPlaybook([...UNHURRIED, ...(offered ? [] : UNOFFERED), ...(watched ? [] : [UNWATCHED_SIGNALS]), ...playbook]),
  );
  return path;
}
