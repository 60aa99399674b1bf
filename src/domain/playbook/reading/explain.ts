import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { own } from '../../text/own.ts';
import type { Finding, Path } from '../playbook-error.ts';
import { keysAt } from '../shape.ts';

/** What the schema found, in words that say what was found, what is wanted and what may have been meant. */
export function explain(schema: z.ZodType, issue: z.core.$ZodIssue, raw: unknown): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path);
      const unused = known.filter((key) => !Object.hasOwn(objectAt(raw, path), key));
      return issue.keys.map((key) => ({
        path: [...path, key],
        atKey: true,
        message: `is not known here${hint(key, unused, known)}`,
        wanted: known.length > 0 ? oneOf(known) : 'nothing of that name',
        ...near(key, unused),
      }));
    }
    case 'invalid_key':
      return [{ path, atKey: true, message: [...new Set(issue.issues.map((inner) => inner.message))].join('; ') }];
    case 'invalid_type': {
      const found = valueAt(raw, path);
      return [
        {
          path,
          message:
            found === undefined
              ? `is missing: wanted ${wanted(issue.expected)}`
              : `wanted ${wanted(issue.expected)}, found ${shown(found)}`,
          wanted: wanted(issue.expected),
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
      return [
        { path, message: found === undefined ? `is missing: wanted ${either}` : `wanted ${either}, found ${shown(found)}`, wanted: either },
      ];
    }
    case 'invalid_value': {
      const found = valueAt(raw, path);
      const options = issue.values.map(String);
      if (found === undefined) return [{ path, message: `is missing: wanted ${oneOf(options)}`, wanted: oneOf(options) }];
      const message = `wanted ${oneOf(options)}, found ${shown(found)}${hint(String(found), options, [])}`;
      return [{ path, message, wanted: oneOf(options), ...near(String(found), options) }];
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
      return [{ path, message: `${issue.message} (found ${shown(valueAt(raw, path))})`, wanted: issue.message }];
  }
}

/** `: did you mean "x"?` when something is near, else what is possible. */
function hint(word: string, candidates: readonly string[], otherwise: readonly string[]): string {
  const { nearest } = near(word, candidates);
  if (nearest !== undefined) return `: did you mean "${nearest}"?`;
  return otherwise.length > 0 ? `; possible: ${otherwise.join(', ')}` : '';
}

/** The candidate that may have been meant, if one is near enough. */
function near(word: string, candidates: readonly string[]): { nearest?: string } {
  if (candidates.length === 0) return {};
  const nearest = closest(word, candidates);
  const isNear = distance(word.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(nearest.length / 3));
  return isNear ? { nearest } : {};
}

export function valueAt(raw: unknown, path: Path): unknown {
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

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}
