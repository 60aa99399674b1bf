import { withoutInheritance } from '../text/own.ts';
import { crossCheck, type KnownNames } from './cross-check.ts';
import { explain, shown, valueAt } from './explain.ts';
import { type Finding, PlaybookError, type PlaybookProblem, pathText } from './playbook-error.ts';
import { positionOf } from './positions.ts';
import { readTexts } from './read-texts.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';
import { type Playbook, playbookSchema } from './schema.ts';

/**
 * Reads a playbook. Throws PlaybookError that names every mistake at once with its line: syntax, shape, and what does not fit together
 * (a signal that is not there, an escalation that runs backwards).
 * @param fileName how the messages call the file.
 * @param known names that only the program knows; without them they are not checked.
 */
export function parsePlaybook(text: string, fileName: string, known: KnownNames = {}): Playbook {
  const file = readYaml(text, fileName);
  const parsed = playbookSchema.safeParse(file.raw);
  const found = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, file.raw))),
    ...crossCheck(file.raw, known),
  ];
  if (parsed.success && found.length === 0 && file.problems.length === 0) return withoutInheritance(readTexts(parsed.data));
  throw new PlaybookError(
    fileName,
    [...file.problems, ...found.map((finding) => problemOf(file, finding))].sort((a, b) => a.line - b.line || a.column - b.column),
  );
}

/** A finding with the place where it stands. */
export function problemOf({ raw, document, lines }: YamlFile, { path, message, atKey = false, wanted, nearest }: Finding): PlaybookProblem {
  return {
    path: pathText(path),
    ...positionOf(document, lines, path, { atKey }),
    message,
    found: atKey ? JSON.stringify(String(path.at(-1) ?? '')) : shown(valueAt(raw, path)),
    wanted: wanted ?? message,
    ...(nearest !== undefined && { nearest }),
  };
}
