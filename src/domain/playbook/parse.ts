import { closest, distance } from 'fastest-levenshtein';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { own, withoutInheritance } from '../text/own.ts';
import { wellFormedData } from '../text/well-formed.ts';
import { crossCheck, type KnownNames } from './cross-check.ts';
import { type Finding, type Path, PlaybookError, type PlaybookProblem, pathText } from './playbook-error.ts';
import { positionOf } from './positions.ts';
import { type Playbook, playbookSchema } from './schema.ts';
import { keysAt } from './shape.ts';

/**
 * Reads a playbook. Throws PlaybookError that names every mistake at once with its line: syntax, shape, and what does not fit together
 * (a signal that is not there, an escalation that runs backwards).
 * @param fileName how the messages call the file.
 * @param known names that only the program knows; without them they are not checked.
 */
export function parsePlaybook(text: string, fileName: string, known: KnownNames = {}): Playbook {
  const written = readYaml(text, fileName);
  const checked = checkPlaybook(written.raw, known);
  if (checked.playbook) return checked.playbook;
  throw new PlaybookError(
    fileName,
    locate(checked.found, (path) => path, written),
  );
}

/** A YAML document that was read, with what finds the lines of what stands in it. */
export interface WrittenYaml {
  document: Document;
  lines: LineCounter;
  raw: unknown;
}

/** Reads YAML. Throws PlaybookError when it is none. */
export function readYaml(text: string, fileName: string): WrittenYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = [...document.errors, ...document.warnings].map((error): PlaybookProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { path: '', line, column: col, message: `is not YAML here: ${error.message}` };
  });
  // After a syntax error the rest of the tree is guesswork: more messages would mislead.
  if (syntax.length > 0) throw new PlaybookError(fileName, syntax);

  return { document, lines, raw: wellFormedData(contentOf(document, fileName)) };
}

/** What is wrong with a playbook as it was written; the playbook itself when nothing is. */
export function checkPlaybook(raw: unknown, known: KnownNames): { playbook: Playbook } | { playbook?: never; found: Finding[] } {
  const parsed = playbookSchema.safeParse(raw);
  const shape = parsed.success ? [] : problemsOfShape(playbookSchema, parsed.error, raw);
  const found = [...shape, ...crossCheck(raw, known)];
  return parsed.success && found.length === 0 ? { playbook: withoutInheritance(parsed.data) } : { found };
}

/** What a schema has found, in the words in which people are told. */
export function problemsOfShape(schema: z.ZodType, error: z.core.$ZodError, raw: unknown): Finding[] {
  return error.issues.flatMap((issue) => explain(schema, issue, raw));
}

/** The lines of what was found, in their order; `placed` says where in the document a path stands. */
export function locate(
  found: readonly Finding[],
  placed: (path: Path) => Path,
  { document, lines }: Pick<WrittenYaml, 'document' | 'lines'>,
): PlaybookProblem[] {
  return found
    .map(
      ({ path, message, atKey = false }): PlaybookProblem => ({
        path: pathText(placed(path)),
        ...positionOf(document, lines, placed(path), { atKey }),
        message,
      }),
    )
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function contentOf(document: Document, fileName: string): unknown {
  const refuse = (message: string): never => {
    throw new PlaybookError(fileName, [{ path: '', line: 1, column: 1, message }]);
  };
  try {
    const raw: unknown = document.toJS();
    return raw ?? refuse('is empty: start from playbooks/coupon.yml');
  } catch (error) {
    if (error instanceof PlaybookError) throw error;
    return refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function explain(schema: z.ZodType, issue: z.core.$ZodIssue, raw: unknown): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path);
      const unused = known.filter((key) => !Object.hasOwn(objectAt(raw, path), key));
      return issue.keys.map((key) => ({ path: [...path, key], atKey: true, message: `is not known here${hint(key, unused, known)}` }));
    }
    case 'invalid_key':
      return [{ path, atKey: true, message: issue.issues.map((inner) => inner.message).join('; ') }];
    case 'invalid_type': {
      const found = valueAt(raw, path);
      return [
        {
          path,
          message:
            found === undefined
              ? `is missing: wanted ${wanted(issue.expected)}`
              : `wanted ${wanted(issue.expected)}, found ${shown(found)}`,
        },
      ];
    }
    case 'invalid_union': {
      // The choice whose shape was meant says what is wrong inside; only when none was meant are they all named.
      const meant = issue.errors.find((inner) => !inner.some((one) => one.code === 'invalid_type' && one.path.length === 0));
      if (meant) return meant.flatMap((inner) => explain(schema, { ...inner, path: [...path, ...inner.path] }, raw));
      const found = valueAt(raw, path);
      const kinds = [...new Set(issue.errors.flat().map((inner) => (inner.code === 'invalid_type' ? wanted(inner.expected) : '')))];
      const either = kinds.filter(Boolean).join(' or ');
      return [{ path, message: found === undefined ? `is missing: wanted ${either}` : `wanted ${either}, found ${shown(found)}` }];
    }
    case 'invalid_value': {
      const found = valueAt(raw, path);
      const options = issue.values.map(String);
      if (found === undefined) return [{ path, message: `is missing: wanted ${oneOf(options)}` }];
      return [{ path, message: `wanted ${oneOf(options)}, found ${shown(found)}${hint(String(found), options, [])}` }];
    }
    case 'too_small':
      return [
        {
          path,
          message: issue.origin === 'array' || issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`,
        },
      ];
    case 'too_big':
      return [{ path, message: issue.origin === 'array' ? `may hold at most ${issue.maximum}` : `must be at most ${issue.maximum}` }];
    default:
      return [{ path, message: `${issue.message} (found ${shown(valueAt(raw, path))})` }];
  }
}

/** `: did you mean "x"?` when something is near, else what is possible. */
function hint(word: string, candidates: readonly string[], otherwise: readonly string[]): string {
  if (candidates.length > 0) {
    const near = closest(word, candidates);
    if (distance(word.toLowerCase(), near.toLowerCase()) <= Math.max(2, Math.floor(near.length / 3))) return `: did you mean "${near}"?`;
  }
  return otherwise.length > 0 ? `; possible: ${otherwise.join(', ')}` : '';
}

function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = own(value as Record<string, unknown>, String(part));
  }
  return value;
}

function objectAt(raw: unknown, path: Path): object {
  const value = valueAt(raw, path);
  return typeof value === 'object' && value !== null ? value : {};
}

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};

function wanted(expected: string): string {
  return own(KINDS, expected) ?? expected;
}

function oneOf(options: readonly string[]): string {
  return options.length === 1 ? `${options[0]}` : `one of ${options.join(', ')}`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}
