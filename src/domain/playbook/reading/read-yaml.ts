import { type Document, isCollection, isScalar, Lexer, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { wellFormedData } from '../../text/well-formed.ts';
import { PlaybookError, type PlaybookProblem } from '../playbook-error.ts';

/** A file as YAML has it: its data, and where everything stands. */
export interface WrittenYaml {
  raw: unknown;
  document: Document;
  lines: LineCounter;
  /** What is wrong with it, although all of it can be read: a key that stands twice. */
  problems: readonly PlaybookProblem[];
}

/** The longest playbook, in characters: the shipped one is a thirtieth of it. */
export const PLAYBOOK_MAX = 1_000_000;

/** Reads YAML. Throws PlaybookError with one mistake for what can be read no further, because all that follows from it would mislead. */
export function readYaml(text: string, fileName: string): WrittenYaml {
  const refuse = (problem: Partial<PlaybookProblem> & { message: string }): never => {
    throw new PlaybookError(fileName, [{ path: '', line: 1, column: 1, found: 'a file', wanted: 'YAML', ...problem }]);
  };
  if (text.length > PLAYBOOK_MAX) {
    const size = `${(text.length / 1_000_000).toFixed(1)} million characters`;
    refuse({
      message: `is ${size} long: a playbook has ${PLAYBOOK_MAX} at most`,
      found: size,
      wanted: `at most ${PLAYBOOK_MAX} characters`,
    });
  }
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (!document) return refuse({ message: 'is nested too deeply to be read', found: 'very deep nesting', wanted: 'a playbook' });

  const problemAt = (offset: number, message: string, rest: Partial<PlaybookProblem> = {}): PlaybookProblem => {
    const { line, col } = lines.linePos(offset);
    return { path: '', line: Math.max(1, line), column: Math.max(1, col), message, found: lineAt(text, offset), wanted: 'YAML', ...rest };
  };
  const [broken] = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  if (broken) throw new PlaybookError(fileName, [problemAt(...troubleOf(text, broken))]);
  const problems = [
    ...document.warnings.map(({ pos, message }) => problemAt(pos[0], `is not YAML here: ${message}`)),
    ...doubledKeys(document).map(({ offset, key }) =>
      problemAt(offset, `is not YAML here: the key "${key}" stands here twice`, { found: JSON.stringify(key), wanted: 'each key once' }),
    ),
  ];

  const aliases = wrongAliases(document).map(({ offset, message, name }) =>
    problemAt(offset, message, { found: `*${name}`, wanted: 'the name of an anchor (&name) above it' }),
  );
  if (aliases.length > 0) throw new PlaybookError(fileName, aliases);
  try {
    const raw = wellFormedData(document.toJS() as unknown);
    if (raw === null || raw === undefined) {
      return refuse({ message: 'is empty: start from playbooks/coupon.yml', found: 'nothing', wanted: 'a playbook' });
    }
    return { raw, document, lines, problems };
  } catch (error) {
    if (error instanceof PlaybookError) throw error;
    return refuse({ message: `cannot be read: ${error instanceof Error ? error.message : String(error)}`, wanted: 'a playbook' });
  }
}

/** Undefined for what is nested more deeply than the parser can follow. */
function parsed(text: string, lines: LineCounter): Document | undefined {
  try {
    // Keys are compared below: the parser compares each with all before it.
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where the trouble begins, which may be lines before the parser notices: a quote that nobody closed swallows what follows as far as the next one. */
function troubleOf(text: string, { pos, message, code }: YAMLError): [offset: number, message: string] {
  const [noticed] = pos;
  if (code === 'RESOURCE_EXHAUSTION') return [noticed, 'is nested too deeply to be read'];
  const lineStart = text.lastIndexOf('\n', noticed - 1) + 1;
  let offset = 0;
  let opened: number | undefined;
  // Nothing behind that line can be the reason.
  const lineEnd = text.indexOf('\n', noticed);
  for (const token of new Lexer().lex(lineEnd < 0 ? text : text.slice(0, lineEnd + 1))) {
    // The lexer marks where documents and scalars begin with characters that stand in no text.
    const isMark = token.length === 1 && '\u0002\u0018\u001f'.includes(token);
    const end = isMark ? offset : offset + token.length;
    if (offset > noticed) break;
    if (/^["']/.test(token) && token.includes('\n') && end >= lineStart) opened = offset;
    offset = end;
  }
  const rest = 'what follows is looked at once this is mended';
  return opened === undefined
    ? [noticed, `is not YAML here: ${message} (${rest})`]
    : [opened, `is not YAML here: a quote opens and is not closed on its line (${rest})`];
}

/** Keys after the first of the same name in one map. */
function doubledKeys(document: Document): { offset: number; key: string }[] {
  const doubled: { offset: number; key: string }[] = [];
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) doubled.push({ offset: key.range?.[0] ?? 0, key: name });
        seen.add(name);
      }
    },
  });
  return doubled;
}

/** Names of parts that are not there, or that they would be a part of themselves. */
function wrongAliases(document: Document): { offset: number; message: string; name: string }[] {
  const wrong: { offset: number; message: string; name: string }[] = [];
  visit(document, {
    Alias(_key, node, path) {
      const named = node.resolve(document);
      const offset = node.range?.[0] ?? 0;
      if (!named) wrong.push({ offset, name: node.source, message: `names the part *${node.source}, which does not stand above it` });
      else if (isCollection(named) && path.some((outer) => outer === named))
        wrong.push({ offset, name: node.source, message: `would put the part *${node.source} into itself` });
    },
  });
  return wrong;
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text
    .slice(start, end < 0 ? undefined : end)
    .trim()
    .slice(0, 120);
}
