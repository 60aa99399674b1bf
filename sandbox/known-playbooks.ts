import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Organisation, organisationOf } from '../src/domain/playbook/organisation.ts';
import { parsePlaybook } from '../src/domain/playbook/parse.ts';
import type { Playbook } from '../src/domain/playbook/schema.ts';
import { recordOf } from '../src/domain/text/own.ts';
import { KNOWN_NAMES } from '../src/known-names.ts';
import { readOrganisation } from '../src/read-organisation.ts';

/** Where a playbook sends the bot in a world; no address is the beginning of another one. */
export interface Addresses {
  actuatorUrl: string;
  controlUrl: string;
}

/** What stands in a playbook for the addresses of any world; the shipped one looks for the Actuator there. */
export const ANYWHERE: Addresses = {
  actuatorUrl: 'http://coupon-api:8081/actuator',
  controlUrl: 'http://coupon-controls:8082/controls',
};

/** The last playbooks that were checked, by their text. */
const known = new Map<string, Playbook>();
const KNOWN_AT_MOST = 8;

/** What `PLAYBOOK` names in a world with these addresses; a folder is read anew. Rejects as `readOrganisation` does. */
export async function knownOrganisation(path: string, addresses: Addresses): Promise<Organisation> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return await readOrganisation(path);
  const playbook = checkedPlaybook(readdressed(text, addresses, ANYWHERE), basename(path));
  return organisationOf(readdressed(playbook, ANYWHERE, addresses));
}

/**
 * The playbook of a text without addresses of its own. A world and its bots have the same one, and most worlds differ in nothing but their addresses: what was
 * checked already is not checked once more. Throws PlaybookError.
 */
export function checkedPlaybook(text: string, fileName: string): Playbook {
  const playbook = known.get(text) ?? parsePlaybook(text, fileName, KNOWN_NAMES);
  known.set(text, playbook);
  for (const oldest of [...known.keys()].slice(0, -KNOWN_AT_MOST)) known.delete(oldest);
  return playbook;
}

/** The same with other addresses in all its texts, at every depth. Records inherit nothing, and stay so. */
export function readdressed<T>(value: T, from: Addresses, to: Addresses): T {
  if (typeof value === 'string') {
    return value.replaceAll(from.actuatorUrl, to.actuatorUrl).replaceAll(from.controlUrl, to.controlUrl) as T;
  }
  if (Array.isArray(value)) return value.map((item) => readdressed(item, from, to)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== null) return value;
  return recordOf(Object.entries(value).map(([key, inner]) => [key, readdressed(inner, from, to)])) as T;
}
