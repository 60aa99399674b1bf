import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readCommandLine } from '../command-line.ts';
import { errorText, OperatorError, UserError } from '../domain/errors.ts';
import { blocksOf, organisationYamlOf, placedIn, serviceYamlOf, yamlOf } from '../domain/oncall/import/blocks.ts';
import { compareShifts } from '../domain/oncall/import/compare-shifts.ts';
import { type ExportFile, type ImportDraft, type TeamDraft, VENDORS, type Vendor } from '../domain/oncall/import/draft.ts';
import { vendorOf } from '../domain/oncall/import/export-items.ts';
import { readExport } from '../domain/oncall/import/read-export.ts';
import { slackIdsIn, withSlackIds } from '../domain/oncall/import/slack-users.ts';
import { ORGANISATION_FILE } from '../domain/playbook/parse-organisation.ts';
import { calendarDate } from '../domain/playbook/schema-parts.ts';
import { readFolder } from './import/read-folder.ts';
import { type ImportReport, reportText } from './import/report.ts';
import { writeFiles } from './init/write-files.ts';

const USAGE = `npm run import -- opsgenie <folder>                     people, on-call and escalation of an export as YAML on stdout, what became of it on stderr
npm run import -- pagerduty <folder> --out team.yml      into a file; several teams into team-<team>.yml each
npm run import -- grafana-oncall <folder> --json         all of it as JSON
  --out …/organisation.yml    people once and all teams, for a folder of playbooks
  --slack-users users.json    an answer of Slack's users.list, for the Slack ids
  --into playbooks/mine.yml   writes that playbook with the blocks in their places, instead of the blocks alone
  --from 2027-01-04           the day from which four weeks of shifts are shown, and before which everything is over; today when absent
`;

const ABOUT_ORGANISATION =
  'Put one playbook for each service beside it, each with the key of its team; docs/coming-from-elsewhere.md says how.';
/** Shifts are shown from a full hour on. */
const HOUR_MS = 3_600_000;

/** `npm run import`: what another product knows of people and their turns, as a playbook takes it. Exit code 1: nothing was written, and why. */
function main(): void {
  const text = { type: 'string' } as const;
  const options = { out: text, 'slack-users': text, into: text, from: text, json: { type: 'boolean', default: false } } as const;
  const { values, words } = readCommandLine({ usage: USAGE, options, words: VENDORS });
  const [vendor, folder] = words as [Vendor, string?];
  if (folder === undefined || words.length > 2)
    throw new OperatorError('bad_argument', `Give one folder, in which the export of ${vendor} is.\n\n${USAGE}`);
  const from = dayOf(values.from);
  const files = readFolder(folder);
  mustBeOf(vendor, files, folder);
  const draft = withIds(readExport(vendor, files, from), values['slack-users']);
  if (draft.people.length === 0) throw new OperatorError('nobody_in_export', `${folder} has nobody in it.${firstWrong(draft)}`);
  const template = values.into === undefined ? undefined : textOf(values.into);
  const organisation =
    values.out !== undefined && basename(values.out) === ORGANISATION_FILE ? organisationYamlOf(draft, ABOUT_ORGANISATION) : undefined;
  if (organisation !== undefined && template !== undefined)
    throw new OperatorError(
      'bad_argument',
      `--into is for one playbook, and ${ORGANISATION_FILE} for a folder of them: give one of the two.`,
    );
  const teams = draft.teams.map((team) => {
    const blocks = blocksOf(team, draft);
    if (organisation !== undefined && values.out !== undefined)
      return { team, yaml: organisation, file: values.out, service: serviceYamlOf(team, blocks) };
    const yaml = template === undefined ? yamlOf(blocks, aboutOf(team, vendor)) : placedIn(template, blocks);
    return { team, yaml, file: values.out === undefined ? undefined : outName(values.out, team, draft.teams), service: undefined };
  });
  const report: ImportReport = {
    vendor,
    people: draft.people.length,
    teams: teams.map(({ team, yaml, file, service }) => ({
      key: team.key,
      name: team.name,
      ...(file === undefined ? { yaml } : { file }),
      ...(service !== undefined && { service }),
      levels: compareShifts(yaml, team, from),
    })),
    remarks: draft.remarks,
    missingSlackIds: draft.people
      .filter(({ slack }) => slack === undefined)
      .map(({ key, name, email }) => ({ key, name, ...(email && { email }) })),
  };
  const written = new Map(teams.flatMap(({ yaml, file }) => (file === undefined ? [] : [[file, yaml] as const])));
  writeFiles([...written].map(([path, text]) => ({ path, text, holds: 'nothing secret' })));
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (values.out !== undefined) process.stdout.write(`${reportText(report)}\n`);
  else {
    process.stdout.write(teams.map(({ yaml }) => yaml).join('\n---\n'));
    process.stderr.write(`${reportText(report)}\n`);
  }
}

function dayOf(typed: string | undefined): Date {
  if (typed === undefined) return new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  if (calendarDate.safeParse(typed).success) return new Date(`${typed}T00:00:00Z`);
  throw new OperatorError('bad_argument', `--from takes a date such as 2027-01-04 (found "${typed}").`);
}

/** Files of another vendor are refused; where nothing tells whose they are, what is typed counts. */
function mustBeOf(vendor: Vendor, files: readonly ExportFile[], folder: string): void {
  const found = vendorOf(files);
  if (found !== undefined && found !== vendor)
    throw new OperatorError(
      'other_vendor',
      `${folder} looks like an export of ${found}, not of ${vendor}: npm run import -- ${found} ${folder}`,
    );
}

function withIds(draft: ImportDraft, path: string | undefined): ImportDraft {
  if (path === undefined) return draft;
  const ids = slackIdsIn(jsonOf(path));
  if (ids === undefined)
    throw new OperatorError('not_slack_users', `${path} is no answer of Slack's users.list: it needs a list "members".`);
  return { ...draft, people: withSlackIds(draft.people, ids) };
}

function jsonOf(path: string): unknown {
  const text = textOf(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OperatorError('not_json', `${path} is not JSON: ${errorText(error)}.`, { cause: error });
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError('no_such_file', `${path} cannot be read: ${errorText(error)}.`, { cause: error });
  }
}

function firstWrong({ remarks }: ImportDraft): string {
  const wrong = remarks.filter(({ kind }) => kind === 'wrong').slice(0, 5);
  return wrong.map(({ file, what, why }) => `\n  ${file}: ${what}: ${why}`).join('');
}

function aboutOf({ name }: TeamDraft, vendor: Vendor): string {
  return `Team "${name}", imported from ${vendor}. Put each block in the place of the same name in a playbook; docs/coming-from-elsewhere.md says how.`;
}

function outName(out: string, { key }: TeamDraft, teams: readonly TeamDraft[]): string {
  return teams.length === 1 ? out : out.replace(/(\.ya?ml)?$/i, (ending) => `-${key}${ending || '.yml'}`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
