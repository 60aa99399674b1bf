import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorText, OperatorError } from '../../domain/errors.ts';
import { ORGANISATION_FILE } from '../../domain/playbook/parse-organisation.ts';
import { PLAYBOOK_MAX } from '../../domain/playbook/reading/read-yaml.ts';
import { isOfOrganisation } from '../../read-organisation.ts';

/** A file to be looked at, as it was named; without its text when that is no playbook's. */
export interface PlaybookDocument {
  file: string;
  text?: string;
  /** Why there is no text. */
  trouble?: string;
}

/** No character of UTF-8 has more bytes. */
const BYTES_MAX = PLAYBOOK_MAX * 4;

/** The playbook at a path, or every playbook of a folder; of a service that is one of an organisation, all of them. Throws OperatorError that says what to do where there is none. */
export function documentsAt(path: string): PlaybookDocument[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw bad(`There is no ${path}: name a playbook or a folder of them, such as npm run check -- playbooks/coupon.yml.`);
  if (!found.isDirectory()) return withItsOrganisation(documentAt(path));
  const names = asked(path, () => readdirSync(path)).filter((name) => /\.ya?ml$/i.test(name));
  if (names.length === 0) throw bad(`No file in ${path} ends in .yml or .yaml: name the folder that holds your playbooks.`);
  return names.sort().map((name) => documentAt(join(path, name)));
}

/** A service whose team is a key is nothing without the organisation beside it, nor is the organisation without a service. */
function withItsOrganisation(document: PlaybookDocument): PlaybookDocument[] {
  const { file, text = '' } = document;
  const folder = dirname(file);
  const hasOrganisation = existsSync(join(folder, ORGANISATION_FILE));
  return hasOrganisation && isOfOrganisation({ name: basename(file), text }) ? documentsAt(folder) : [document];
}

function documentAt(file: string): PlaybookDocument {
  const { size, isFile } = asked(file, () => {
    const stats = statSync(file);
    return { size: stats.size, isFile: stats.isFile() };
  });
  // What is no file may never end.
  if (!isFile) throw bad(`${file} is no file: name a playbook, such as playbooks/coupon.yml.`);
  if (size > BYTES_MAX)
    return { file, trouble: `is ${(size / 1_000_000).toFixed(1)} MB long: a playbook has ${PLAYBOOK_MAX} characters at most` };
  const bytes = asked(file, () => readFileSync(file));
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { file, trouble: 'is not UTF-8: save it as UTF-8 text' };
  }
}

function asked<Answer>(path: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    throw bad(`${path} cannot be read: ${errorText(error)}. Let this user read it, or name another file.`);
  }
}

function bad(message: string): OperatorError {
  return new OperatorError('no_playbook', message);
}
