import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Playbook } from '../src/domain/playbook/schema.ts';
import { readServiceAt } from '../src/read-organisation.ts';
import { mitigated } from './coupon/mitigated-playbook.ts';
import { ANYWHERE } from './known-playbooks.ts';
import { plausible } from './plausible/plausible-playbook.ts';
import { hasModel } from './plausible/plausible-service.ts';

/** What of a playbook's file is changed here. */
interface Written {
  team: Record<string, unknown>;
  service?: { key?: string };
  scenarios?: Record<string, { causes?: { key?: string }[] }>;
  mitigations?: Record<string, object>;
}

/**
 * The playbook of one service with its mitigations pointed at the controls of a world, wherever that is; worlds write it to files of their own. A folder gives that of its default
 * service, and a file whose team stands in the `organisation.yml` beside it is put together with it. Rejects as `readOrganisation` does, with the lines of the files as they are.
 */
export async function sandboxText(
  path: string,
  language: Playbook['team']['language'] | undefined,
): Promise<{ name: string; text: string }> {
  const written = await writtenAt(path);
  const spoken = language === undefined ? written : { ...written, team: { ...written.team, language } };
  const pointed = hasModel(spoken) ? mitigated(spoken, ANYWHERE.controlUrl) : plausible(spoken, ANYWHERE.controlUrl);
  const name = /\.ya?ml$/.test(path) ? basename(path) : `${written.service?.key}.yml`;
  return { name, text: `${JSON.stringify(pointed, null, 2)}\n` };
}

async function writtenAt(path: string): Promise<Written> {
  // What tests write is JSON, which is read in no time, and checked once a world is made of it.
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.startsWith('{')) return JSON.parse(text) as Written;
  const { organisation, key } = await readServiceAt(path);
  return organisation.versions?.get(key)?.content as Written;
}
