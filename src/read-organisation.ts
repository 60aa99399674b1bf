import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from './config.ts';
import { errorText, OperatorError } from './domain/errors.ts';
import { type Organisation, organisationOf } from './domain/playbook/organisation.ts';
import { parsePlaybook } from './domain/playbook/parse.ts';
import { ORGANISATION_FILE, type PlaybookFile, parseOrganisation } from './domain/playbook/parse-organisation.ts';
import { PlaybookError } from './domain/playbook/playbook-error.ts';
import { readYaml } from './domain/playbook/reading/read-yaml.ts';
import type { Playbook } from './domain/playbook/schema.ts';
import { KNOWN_NAMES } from './known-names.ts';

/** What `PLAYBOOK` names, as it is written: one playbook, or those of a folder. */
export type PlaybookSource = { kind: 'file'; file: PlaybookFile } | { kind: 'folder'; files: readonly PlaybookFile[] };

/** The text in which the teams of what was read stand. */
export function teamsIn(source: PlaybookSource): string {
  return (source.kind === 'file' ? source.file : source.files.find(({ name }) => name === ORGANISATION_FILE))?.text ?? '';
}

/** Reads and checks what `PLAYBOOK` names. Rejects with PlaybookError, or with ConfigError when it cannot be read. */
export async function readOrganisation(path: string): Promise<Organisation> {
  return organisationIn(await readPlaybooks(path));
}

/**
 * The same, and which service the path means: that of the file, of a folder the default one. A file whose team stands in the `organisation.yml` beside it is read with its folder.
 * Rejects as `readOrganisation` does.
 */
export async function readServiceAt(path: string): Promise<{ organisation: Organisation; key: string }> {
  const source = await readPlaybooks(path);
  const key = source.kind === 'file' ? keyOfFolded(source.file) : undefined;
  const organisation = key === undefined ? organisationIn(source) : await readOrganisation(dirname(path));
  return { organisation, key: key ?? organisation.home };
}

/** The key of a service whose file says nothing of its team but the key; undefined of any other, and of what cannot be read. */
function keyOfFolded(file: PlaybookFile): string | undefined {
  const { team, service } = (writtenIn(file) ?? {}) as { team?: unknown; service?: { key?: unknown } };
  return typeof team === 'string' && typeof service?.key === 'string' ? service.key : undefined;
}

/** Whether a file is of an organisation, whose other files it needs: its own file, or a service whose team is a key. */
export function isOfOrganisation(file: PlaybookFile): boolean {
  return file.name === ORGANISATION_FILE || typeof (writtenIn(file) as { team?: unknown } | null | undefined)?.team === 'string';
}

/** What stands in it; undefined where it cannot be read: whoever reads it next says why. */
function writtenIn({ name, text }: PlaybookFile): unknown {
  try {
    return readYaml(text, name).raw;
  } catch (error) {
    if (error instanceof PlaybookError) return undefined;
    throw error;
  }
}

/** Checks what was read. Throws PlaybookError. */
function organisationIn(source: PlaybookSource): Organisation {
  if (source.kind === 'folder') {
    const { contents, ...organisation } = parseOrganisation(source.files, KNOWN_NAMES);
    return { ...organisation, versions: versionsOf(contents) };
  }
  const { name, text } = source.file;
  const playbook = parsePlaybook(text, name, KNOWN_NAMES);
  return { ...organisationOf(playbook), versions: versionsOf(new Map([[playbook.service.key, readYaml(text, name).raw]])) };
}

/** What is written the same way is the same version, whatever its comments and its order on the disk. */
function versionsOf(contents: ReadonlyMap<string, unknown>): NonNullable<Organisation['versions']> {
  return new Map(
    [...contents].map(([key, content]) => {
      const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
      return [key, { version, content }];
    }),
  );
}

/** Reads a playbook, or `organisation.yml` and every other YAML file beside it. Rejects with ConfigError that says what is wanted. */
export async function readPlaybooks(path: string): Promise<PlaybookSource> {
  try {
    if (!(await stat(path)).isDirectory()) return { kind: 'file', file: await readPlaybookFile(path) };
    const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).sort();
    if (!names.includes(ORGANISATION_FILE))
      throw unusable(path, `a folder with ${ORGANISATION_FILE} in it and one playbook for each service, or the path of one playbook`);
    return { kind: 'folder', files: await Promise.all(names.map((name) => readPlaybookFile(join(path, name)))) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw unusable(path, `the path of a playbook, or of a folder of them, that can be read (${errorText(error)})`);
  }
}

async function readPlaybookFile(path: string): Promise<PlaybookFile> {
  return { name: basename(path), text: await readFile(path, 'utf8') };
}

function unusable(path: string, wanted: string): ConfigError {
  return new ConfigError([{ name: 'PLAYBOOK', found: `"${path}"`, wanted }]);
}

/** The playbook of a service; of the home service without a key. Throws OperatorError that names those there are. */
export function serviceOf({ services, home }: Organisation, key: string = home): Playbook {
  const found = services.find(({ service }) => service.key === key);
  if (found) return found;
  throw new OperatorError(
    'no_such_service',
    `There is no service "${key}". There are: ${services.map(({ service }) => service.key).join(', ')}.`,
  );
}
