import { DateTime } from 'luxon';
import { COMPARED_DAYS, type ComparedLevel, type ComparedShift } from '../../domain/oncall/import/compare-shifts.ts';
import type { PersonDraft, Remark } from '../../domain/oncall/import/draft.ts';

/** What came of an import, for a person or a program. */
export interface ImportReport {
  vendor: string;
  people: number;
  teams: { key: string; name: string; file?: string; yaml?: string; service?: string; levels: ComparedLevel[] }[];
  remarks: Remark[];
  missingSlackIds: Pick<PersonDraft, 'key' | 'name' | 'email'>[];
}

const TITLES: Readonly<Record<Remark['kind'], string>> = {
  wrong: 'Wrong in the export, and passed over',
  lost: 'Not carried',
  changed: 'Carried by other means, or nearly so',
};
const MARKS: Readonly<Record<ComparedShift['verdict'], string>> = { same: '=', 'one of several': '~', different: '!', unknown: ' ' };
const TIMELINES: Readonly<Record<string, string>> = {
  opsgenie: 'GET /v2/schedules/<id>/timeline?interval=4&intervalUnit=weeks, as timelines/<name>.json',
  pagerduty: 'GET /schedules/<id>?since=…&until=…, as schedules/<name>.json',
  'grafana-oncall': 'GET /api/v1/schedules/<id>/final_shifts?start_date=…&end_date=…, as final_shifts/<id>.json',
};

/** The report as text, its remarks first. */
export function reportText(report: ImportReport): string {
  const { people, teams, remarks, missingSlackIds, vendor } = report;
  const parts = [
    `${count(people, 'person', 'people')} and ${count(teams.length, 'team')}.`,
    ...teams.flatMap(({ file, name }) => (file === undefined ? [] : [`Team "${name}" is in ${file}.`])),
  ];
  for (const { name, service } of teams)
    if (service !== undefined)
      parts.push(
        '',
        `In each playbook of team "${name}":`,
        ...service
          .trimEnd()
          .split('\n')
          .map((line) => `  ${line}`),
        '  # In the place of what it says now; rows are added. Take out the rows of steps that its escalation has no more.',
      );
  for (const kind of ['wrong', 'lost', 'changed'] as const) {
    const those = remarks.filter((remark) => remark.kind === kind);
    if (those.length > 0)
      parts.push('', `${TITLES[kind]} (${those.length}):`, ...those.map(({ file, what, why }) => `  ${file}: ${what}: ${why}`));
  }
  if (missingSlackIds.length > 0) {
    parts.push(
      '',
      `Without a Slack id (${missingSlackIds.length}); the playbook is refused until they have one. Give --slack-users, or write them in:`,
    );
    parts.push(...missingSlackIds.map(({ key, name, email }) => `  ${key}: ${name}${email === undefined ? '' : `, ${email}`}`));
  }
  for (const team of teams) for (const level of team.levels) parts.push('', ...levelText(team.name, level, vendor));
  // Names are whatever somebody typed elsewhere; nothing of them moves the cursor.
  return parts.map((line) => line.replace(/\p{Cc}/gu, ' ')).join('\n');
}

function levelText(team: string, { level, schedule, zone, shifts }: ComparedLevel, vendor: string): string[] {
  const known = shifts.some(({ theirs }) => theirs !== undefined);
  const width = Math.max(9, ...shifts.map(({ ours }) => (ours ?? '').length));
  const lines = shifts.map(({ from, to, ours = '–', theirs, verdict }) => {
    const beside = theirs === undefined ? '' : `  ${theirs.join(' + ') || '–'}`;
    return `${MARKS[verdict]} ${when(from, zone)} to ${when(to, zone)}  ${known ? ours.padEnd(width) : ours}${beside}`;
  });
  const end = shifts.findLast(({ theirs }) => theirs !== undefined)?.to;
  const reach = end && end < (shifts.at(-1)?.to ?? end) ? ` The export's timeline ends on ${when(end, zone)}.` : '';
  const different = shifts.filter(({ verdict }) => verdict === 'different').length;
  const several = shifts.filter(({ verdict }) => verdict === 'one of several').length;
  const sum = !known
    ? `The export has no timeline to compare with (${TIMELINES[vendor]}).`
    : different === 0
      ? `No shift differs${several > 0 ? `; ${several} marked ~ are of one of several people whom the export calls at once` : ''}.`
      : `${count(different, 'stretch', 'stretches')} marked ! ${different === 1 ? 'differs' : 'differ'}.`;
  return [
    `${team}, ${level}: ${COMPARED_DAYS} days of "${schedule}" (${zone})${known ? ', here and in the export' : ''}. ${sum}${known ? reach : ''}`,
    ...lines,
  ];
}

function when(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('en').toFormat('ccc yyyy-MM-dd HH:mm');
}

function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}
