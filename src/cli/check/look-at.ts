import { parsePlaybook, problemOf } from '../../domain/playbook/parse.ts';
import { PlaybookError, type PlaybookProblem } from '../../domain/playbook/playbook-error.ts';
import { readYaml } from '../../domain/playbook/read-yaml.ts';
import { warningsOf } from '../../domain/playbook/warnings.ts';
import { KNOWN_NAMES } from '../../known-names.ts';
import type { PlaybookDocument } from './documents.ts';

/** A problem by how bad it is: with an error the playbook cannot be used, with a warning it can. */
export type Noticed = PlaybookProblem & { level: 'error' | 'warning' };

/** What there is to say of one file, in the order of its lines. */
export interface Report {
  file: string;
  problems: readonly Noticed[];
}

/** Everything that is wrong with a document; what looks wrong only once nothing is. */
export function lookAt({ file, text, trouble }: PlaybookDocument, now: Date): Report {
  if (text === undefined) {
    const message = trouble ?? 'cannot be read';
    return { file, problems: [{ level: 'error', path: '', line: 1, column: 1, message, found: 'a file', wanted: 'a playbook' }] };
  }
  try {
    const playbook = parsePlaybook(text, file, KNOWN_NAMES);
    const yaml = readYaml(text, file);
    const warnings = warningsOf(playbook, now).map((finding): Noticed => ({ level: 'warning', ...problemOf(yaml, finding) }));
    return { file, problems: warnings.sort((a, b) => a.line - b.line || a.column - b.column) };
  } catch (error) {
    if (!(error instanceof PlaybookError)) throw error;
    return { file, problems: error.problems.map((problem) => ({ level: 'error', ...problem })) };
  }
}
