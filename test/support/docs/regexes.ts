import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

/** A regular expression as it stands in a source. */
export interface FoundRegex {
  file: string;
  pattern: string;
  flags: string;
}

/** Everything in `folder` that is, or makes, a regular expression: the literals, and the files that make others of text. */
export function regexesIn(folder: string): { literals: FoundRegex[]; made: string[] } {
  const literals: FoundRegex[] = [];
  const made: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = join(folder, name);
    visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2022' }), (node) => {
      if (node.type === 'RegExpLiteral') literals.push({ file, pattern: String(node.pattern), flags: String(node.flags) });
      const callee = node.callee as { value?: unknown } | undefined;
      if (/^(New|Call)Expression$/.test(String(node.type)) && callee?.value === 'RegExp') made.push(file);
    });
  }
  return { literals, made: [...new Set(made)] };
}

function visit(node: unknown, found: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const each of node) visit(each, found);
  else if (typeof node === 'object' && node !== null) {
    found(node as Record<string, unknown>);
    for (const [key, each] of Object.entries(node)) if (key !== 'span') visit(each, found);
  }
}

/** What stands before a repeated piece, and behind it: nothing, or something that no repetition of it takes. */
const STARTS = ['', 'a', 'a b', '"', '{', '@', '1'];
const ENDS = ['', '!', '"', 'x'];
const PIECES = [
  ...[...'aA0 \n\t\r-_.,:;/\\"\'`()[]<>{}=@#$%&*+|~\0é가🔥\u200d\u2028'],
  ...[
    '\r\n',
    'a-',
    'a.',
    'a ',
    ' a',
    'a,',
    ',"',
    'a"',
    '""',
    "''",
    "'a",
    '$a',
    '$a$',
    '\\"',
    '<@',
    '<a',
    '{a',
    '{}',
    '(a',
    '((',
    '](',
    'a=',
    'a= ',
    'a:',
  ],
  ...[
    'a/',
    '//',
    'a@',
    'a@a.',
    '0.',
    '0:',
    '0,',
    '0-',
    '0 ',
    '0%',
    '1s',
    '%2',
    '&a',
    '-- ',
    '/*',
    '::',
    '가 ',
    '🔥\u200d',
    '\ud83d',
    'e\u0301',
  ],
  ...['http://a', 'a://a', ')=(', 'ab cd '],
];

/** A hostile text of any length: a piece repeated between two others. */
export type Shape = (length: number) => string;

export const SHAPES: readonly Shape[] = PIECES.flatMap((piece) =>
  STARTS.flatMap((start) =>
    ENDS.map((end) => (length: number) => start + piece.repeat(Math.ceil(length / piece.length)).slice(0, length - 2) + end),
  ),
);

/** Milliseconds of this process's own work, whatever else the machine does. */
export function workMs(expression: RegExp, text: string): number {
  expression.lastIndex = 0;
  const before = process.cpuUsage();
  for (const _ of text.matchAll(expression));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
