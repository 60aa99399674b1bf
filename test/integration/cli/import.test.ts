import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oncallOrder } from '../../../src/domain/oncall/index.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { parseOrganisation } from '../../../src/domain/playbook/parse-organisation.ts';
import type { Playbook } from '../../../src/domain/playbook/schema.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { program } from '../../support/bots/programs.ts';
import { editedPlaybook } from '../../support/scenario/edit-playbook.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = join(ROOT, 'test/data');
const NAMES = ['ada@example.com', 'ben@example.com', 'chloe.martin@example.com', 'dan@example.com', 'eli@example.com', 'ada@example.org'];
const SLACK = { ok: true, members: NAMES.map((email, index) => ({ id: `U0IMPORT${index}`, profile: { email } })) };

/** The shipped playbook as one of a team of an organisation; nothing in it belongs to anybody. */
function serviceOf(team: string): string {
  const playbook = JSON.parse(editedPlaybook([])) as Record<string, object>;
  return JSON.stringify({
    ...playbook,
    team,
    service: { key: team, name: { en: team, ko: team } },
    followUps: {},
    analysis: { ...playbook.analysis, review: [] },
  });
}

function imports(...typed: string[]) {
  return spawnSync(process.execPath, [program('import'), ...typed], { cwd: ROOT, encoding: 'utf8' });
}

describe('npm run import', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bongsu-import-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);

  it('makes of a backup of Opsgenie playbooks with which Bongsu pages the right people', () => {
    writeFileSync(at('slack.json'), JSON.stringify(SLACK));
    const typed = ['--into', 'playbooks/coupon.yml', '--slack-users', at('slack.json'), '--from', '2026-03-02', '--out', at('mine.yml')];
    const { status, stdout, stderr } = imports('opsgenie', join(DATA, 'opsgenie'), ...typed);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const read = (name: string) => parsePlaybook(readFileSync(at(name), 'utf8'), name, KNOWN_NAMES);
    const [platform, shop] = [read('mine-platform.yml'), read('mine-shop.yml')];
    expect(oncallOrder(platform, 'L1', new Date('2026-03-11T12:00:00Z'))).toEqual(['dan', 'ada', 'ben', 'chloe-martin']);
    expect(platform.team.people.ada?.slack).toBe('U0IMPORT0');
    expect(oncallOrder(shop, 'L1', new Date('2026-03-05T12:00:00Z'))[0]).toBe('dan');
    expect(stdout).toContain('Team "Platform" is in');
    expect(stdout).toContain('"Prometheus" of integrations: Integrations are not carried');
    expect(stdout).toContain('No shift differs.');
    expect(stdout).not.toContain('Without a Slack id');
  });

  it('makes an organisation of several teams, beside which each service has its playbook', () => {
    writeFileSync(at('slack.json'), JSON.stringify(SLACK));
    const typed = ['--slack-users', at('slack.json'), '--from', '2026-03-02', '--out', at('organisation.yml')];
    const { status, stdout } = imports('opsgenie', join(DATA, 'opsgenie'), ...typed);
    expect(status).toBe(0);
    expect(stdout).toContain('In each playbook of team "Shop":\n  team: shop\n');
    expect(stdout).toContain('No shift differs.');
    const organisation = readFileSync(at('organisation.yml'), 'utf8').replace(/"FILL IN: id of the status channel"/, 'C0STATUS');
    const playbook = (team: string) => ({ name: `${team}.yml`, text: serviceOf(team) });
    const { services } = parseOrganisation(
      [{ name: 'organisation.yml', text: organisation }, playbook('platform'), playbook('shop')],
      KNOWN_NAMES,
    );
    const first = (index: number) => oncallOrder(services[index] as Playbook, 'L1', new Date('2026-03-05T12:00:00Z'))[0];
    expect(services.map(({ team }) => team.members)).toEqual([
      ['ada', 'ben', 'chloe-martin'],
      ['dan', 'eli', 'ada-2'],
    ]);
    expect([first(0), first(1)]).toEqual(['chloe-martin', 'dan']);
  });

  it('says the same as JSON, and marks what differs', () => {
    cpSync(join(DATA, 'opsgenie'), at('export'), { recursive: true });
    rmSync(at('export/OpsGenieBackups/forwardings'), { recursive: true });
    const { status, stdout } = imports('opsgenie', at('export'), '--from', '2026-03-02', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as {
      teams: { name: string; yaml: string; levels: { shifts: { verdict: string; ours: string; theirs: string[] }[] }[] }[];
      missingSlackIds: object[];
    };
    const different = report.teams.flatMap(({ levels }) =>
      levels.flatMap(({ shifts }) => shifts.filter(({ verdict }) => verdict === 'different')),
    );
    expect(different).toMatchObject([{ ours: 'eli', theirs: ['dan'] }]);
    expect(report.missingSlackIds).toHaveLength(6);
    expect(report.teams[0]?.yaml).toContain('slack: "FILL IN: Slack id of ada@example.com"');
  });

  it('writes the YAML to stdout and the report to stderr', () => {
    const { status, stdout, stderr } = imports('pagerduty', join(DATA, 'pagerduty'), '--from', '2026-03-02');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# Team "Payments", imported from pagerduty\./);
    expect(stderr).toContain('Payments, L1: 28 days of "Payments primary" (Europe/London), here and in the export.');
  });

  it.each([
    ['a folder that is not there', ['opsgenie', 'nowhere'], /nowhere is no folder that can be read/],
    [
      'another vendor',
      ['pagerduty', join(DATA, 'opsgenie')],
      /looks like an export of opsgenie, not of pagerduty: npm run import -- opsgenie/,
    ],
    ['another vendor still', ['opsgenie', join(DATA, 'pagerduty')], /looks like an export of pagerduty/],
    ['a folder without an export', ['opsgenie', join(ROOT, 'deploy')], /holds no JSON file/],
    ['no vendor', ['opsgeny', 'x'], /"opsgeny" is not known here\. Did you mean opsgenie\?/],
    ['no folder', ['opsgenie'], /Give one folder/],
    ['no day', ['opsgenie', join(DATA, 'opsgenie'), '--from', 'soon'], /--from takes a date/],
  ])('refuses %s, and writes nothing', (_what, typed, expected) => {
    const { status, stdout, stderr } = imports(...typed, '--out', at('out.yml'));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('shows names without what would move the cursor', () => {
    writeFileSync(at('users.json'), JSON.stringify({ data: [{ id: 'u', username: 'not an address', fullName: 'Ada \u001b[2J\r\nx' }] }));
    const { status, stderr } = imports('opsgenie', folder, '--from', '2026-03-02');
    expect(status).toBe(0);
    expect(stderr).toContain('user "Ada  [2J  x": Their user name not an address is no e-mail address; they have none.');
    expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('names where a file stops being JSON, and carries the rest', () => {
    cpSync(join(DATA, 'opsgenie'), at('export'), { recursive: true });
    writeFileSync(at('export/OpsGenieBackups/policiesV2/p-1.json'), '{\n  "policy": {"name": tru}\n}');
    const { status, stdout } = imports('opsgenie', at('export'), '--out', at('out.yml'), '--from', '2026-03-02');
    expect(status).toBe(0);
    expect(stdout).toContain(
      'OpsGenieBackups/policiesV2/p-1.json: the file: It is not JSON from line 2, column 22 on; nothing of it was taken.',
    );
    expect(existsSync(at('out-platform.yml'))).toBe(true);
  });
});
