import { readCommandLine } from '../command-line.ts';
import { OperatorError } from '../domain/errors.ts';
import { compareDocuments, comparisonText } from './check/compare.ts';
import { documentsAt } from './check/documents.ts';
import { lookAtAll } from './check/look-at.ts';
import { asGithub, asJson, asText } from './check/show.ts';

/**
 * `npm run check -- playbooks/coupon.yml`: everything that is wrong with a playbook, and what looks wrong, each with its place. It asks nobody and needs nothing: no server, no
 * token, no variable. Exit code 0: it can be used; 1: it cannot (with --strict: or something looks wrong); 2: it was called wrongly, or there is nothing to check.
 */
const USAGE = [
  'npm run check -- [playbooks/coupon.yml, or a folder] [--strict] [--json | --github]',
  'npm run check -- new.yml --against old.yml [--json]    what would change for people and clocks',
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
  const [newer, older] = [documents[0], ...(values.against === undefined ? [] : documentsAt(values.against))];
  if (values.against !== undefined && (values.github || documents.length > 1))
    throw new OperatorError('bad_argument', `--against compares one file with one other, and is no annotation.\n\n${USAGE}`);
  const reports = [...lookAtAll(documents, now), ...(older ? lookAtAll([older], now) : [])];
  const isUsable = reports.every(({ problems }) => problems.every(({ level }) => level !== 'error'));
  if (newer && older && isUsable) {
    const { zone, ...comparison } = compareDocuments(older, newer, now);
    process.stdout.write(values.json ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonText({ ...comparison, zone }));
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
