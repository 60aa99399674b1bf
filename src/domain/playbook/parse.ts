import type { z } from 'zod';
import { withoutInheritance } from '../text/own.ts';
import { crossCheck, type KnownNames } from './cross-check.ts';
import { type Finding, type Path, PlaybookError, type PlaybookProblem, pathText } from './playbook-error.ts';
import { positionOf } from './positions.ts';
import { explain, shown, valueAt } from './reading/explain.ts';
import { readTexts } from './reading/read-texts.ts';
import { readYaml, type WrittenYaml } from './reading/read-yaml.ts';
import { type Playbook, playbookSchema } from './schema.ts';

/**
 * Reads a playbook. Throws PlaybookError that names every mistake at once with its line: syntax, shape, and what does not fit together
 * (a signal that is not there, an escalation that runs backwards).
 * @param fileName how the messages call the file.
 * @param known names that only the program knows; without them they are not checked.
 */
export function parsePlaybook(text: string, fileName: string, known: KnownNames = {}): Playbook {
  const written = readYaml(text, fileName);
  const checked = checkPlaybook(written.raw, known);
  for (const finding of checked.found ?? []) if (isKeyOfTeam(finding, written.raw)) finding.message = KEY_OF_TEAM;
  if (checked.playbook && written.problems.length === 0) return checked.playbook;
  const problems = [...written.problems, ...locate(checked.found ?? [], (path) => path, written)];
  throw new PlaybookError(fileName, problems.sort(inOrder));
}

const KEY_OF_TEAM =
  'is the key of a team, which organisation.yml says: name the folder in which both stand (PLAYBOOK=playbooks/mine), or write the whole team here';

function isKeyOfTeam({ path }: Finding, raw: unknown): boolean {
  return path.length === 1 && path[0] === 'team' && typeof (raw as { team?: unknown }).team === 'string';
}

/** What is wrong with a playbook as it was written; the playbook itself when nothing is. */
export function checkPlaybook(
  raw: unknown,
  known: KnownNames,
): { playbook: Playbook; found?: never } | { playbook?: never; found: Finding[] } {
  const parsed = playbookSchema.safeParse(raw);
  const shape = parsed.success ? [] : problemsOfShape(playbookSchema, parsed.error, raw);
  const found = [...shape, ...crossCheck(raw, known)];
  return parsed.success && found.length === 0 ? { playbook: withoutInheritance(readTexts(parsed.data)) } : { found };
}

/** What a schema has found, in the words in which people are told. */
export function problemsOfShape(schema: z.ZodType, error: z.core.$ZodError, raw: unknown): Finding[] {
  return error.issues.flatMap((issue) => explain(schema, issue, raw));
}

/** The lines of what was found, in their order; `placed` says where in the document a path stands. */
export function locate(
  found: readonly Finding[],
  placed: (path: Path) => Path,
  { raw, document, lines }: Pick<WrittenYaml, 'document' | 'lines' | 'raw'>,
): PlaybookProblem[] {
  return found
    .map(({ path, message, atKey = false, wanted, nearest }): PlaybookProblem => {
      const where = placed(path);
      return {
        path: pathText(where),
        ...positionOf(document, lines, where, { atKey }),
        message,
        found: atKey ? JSON.stringify(String(where.at(-1) ?? '')) : shown(valueAt(raw, where)),
        wanted: wanted ?? message,
        ...(nearest !== undefined && { nearest }),
      };
    })
    .sort(inOrder);
}

function inOrder(a: PlaybookProblem, b: PlaybookProblem): number {
  return a.line - b.line || a.column - b.column;
}
