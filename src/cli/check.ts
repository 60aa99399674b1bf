import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { readCommandLine } from '../command-line.ts';
import { OperatorError } from '../domain/errors.ts';
import { ORGANISATION_FILE } from '../domain/playbook/parse-organisation.ts';
import { compareDocuments, comparisonText } from './check/compare.ts';
import { documentsAt, type PlaybookDocument } from './check/documents.ts';
import { lookAtAll, type Report } from './check/look-at.ts';
import { asGithub, asJson, asText } from './check/show.ts';

/**
 * `npm run check -- playbooks/coupon.yml`: everything that is wrong with a playbook, and what looks wrong, each with its place. It asks nobody and needs nothing: no server, no
 * token, no variable. Exit code 0: it can be used; 1: it cannot (with --strict: or something looks wrong); 2: it was called wrongly, or there is nothing to check.
 */
const USAGE = [
  'npm run check -- [playbooks/coupon.yml, or a folder] [--strict] [--json | --github]',
  'npm run check -- new --against old [--json]    what would change for people and clocks: two playbooks, or two folders',
  '',
  '  --strict   what only looks wrong counts as a mistake too',
  '  --json     a list of { file, line, column, level, path, message, found, wanted, nearest? }',
  '  --github   annotations for GitHub Actions',
].join('\n');
const USUAL = 'playbooks';

try {
  const yes = { type: 'boolean', default: false } as const;
  const options = { strict: yes, json: yes, github: yes, against: { type: 'string' } } as const;
  const { values, words } = readCommandLine({ usage: USAGE, options, words: true, wrongUsage: 2 });
  const [path = USUAL] = words;
  if (words.length > 1) throw new OperatorError('bad_argument', `Give one file or folder.\n\n${USAGE}`);
  if (values.json && values.github) throw new OperatorError('bad_argument', `Choose one of --json and --github.\n\n${USAGE}`);
  const now = new Date();
  const documents = documentsAt(path);
  const older = values.against === undefined ? undefined : documentsAt(values.against);
  if (older && values.github) throw new OperatorError('bad_argument', `--against compares, and is no annotation.\n\n${USAGE}`);
  for (const side of older ? [documents, older] : []) mustBeWhole(side);
  // Of a service that was named by its file, what the others say is nobody's question.
  const isAsked = ({ file }: Report) =>
    documents.length === 1 || statSync(path).isDirectory() || [basename(path), ORGANISATION_FILE].includes(basename(file));
  const reports = [...lookAtAll(documents, now).filter(isAsked), ...(older ? lookAtAll(older, now) : [])];
  const isUsable = reports.every(({ problems }) => problems.every(({ level }) => level !== 'error'));
  if (older && isUsable) {
    const comparison = compareDocuments(older, documents, now);
    process.stdout.write(values.json ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonText(comparison));
  } else {
    const show = values.json ? asJson : values.github ? asGithub : asText;
    process.stdout.write(show(reports));
  }
  const counts = reports.some(({ problems }) => problems.some(({ level }) => level === 'error' || values.strict));
  process.exitCode = counts ? 1 : 0;
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** One playbook, or an organisation's folder: others that lie beside each other are not one thing that could take another's place. */
function mustBeWhole(documents: readonly PlaybookDocument[]): void {
  if (documents.length === 1 || documents.some(({ file }) => basename(file) === ORGANISATION_FILE)) return;
  throw new OperatorError(
    'bad_argument',
    `--against compares two playbooks, or two folders with ${ORGANISATION_FILE} in them.\n\n${USAGE}`,
  );
}
