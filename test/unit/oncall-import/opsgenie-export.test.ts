import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, placedIn, yamlOf } from '../../../src/domain/oncall/import/blocks.ts';
import { compareShifts } from '../../../src/domain/oncall/import/compare-shifts.ts';
import type { ExportFile } from '../../../src/domain/oncall/import/draft.ts';
import { readExport } from '../../../src/domain/oncall/import/read-export.ts';
import { withSlackIds } from '../../../src/domain/oncall/import/slack-users.ts';
import { levelAt, oncallOrder } from '../../../src/domain/oncall/index.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { PlaybookError } from '../../../src/domain/playbook/playbook-error.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { couponYml } from '../../support/scenario/shipped-playbook.ts';

const FOLDER = join(import.meta.dirname, '../../data/opsgenie');
const NOW = new Date('2026-03-02T00:00:00Z');

function exported(): ExportFile[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
}
const json = (path: string, value: unknown): ExportFile => ({ path, text: JSON.stringify(value) });
const users = (...names: string[]) =>
  json('users.json', { data: names.map((name) => ({ id: `u-${name}`, username: `${name}@example.com`, fullName: name })) });
const ID = (n: number) => `U0IMPORT${n}`;

describe('a backup of Opsgenie', () => {
  const draft = readExport('opsgenie', exported(), NOW);
  const [platform, shop] = draft.teams;
  const people = withSlackIds(draft.people, new Map(draft.people.map(({ email }, index) => [email ?? '', ID(index)])));
  const placed = (team = platform) => placedIn(couponYml(), blocksOf(team as NonNullable<typeof team>, { people }));

  it('becomes a playbook in which the right people are on call', () => {
    const playbook = parsePlaybook(placed(), 'platform.yml', KNOWN_NAMES);
    const at = (text: string) => levelAt(playbook, 'L1', new Date(text)).turn.person;
    // The week's rotation from Monday 09:00 to Friday 18:00, the weekend's in between, in Berlin.
    expect(at('2026-03-02T07:59:00Z')).toBe('chloe-martin');
    expect(at('2026-03-02T08:00:00Z')).toBe('chloe-martin');
    expect(at('2026-03-06T17:00:00Z')).toBe('ada');
    expect(at('2026-03-09T08:00:00Z')).toBe('ada');
    expect(at('2026-03-16T08:00:00Z')).toBe('ben');
    // Overrides: of all rotations, and of the weekend's alone, which does not serve on Friday morning.
    expect(at('2026-03-11T11:00:00Z')).toBe('dan');
    expect(at('2026-03-20T16:59:00Z')).toBe('ben');
    expect(at('2026-03-20T17:00:00Z')).toBe('ben');
    expect(at('2026-03-21T10:00:00Z')).toBe('ada');
    // Clocks go forward on 29 March: still at nine.
    expect(at('2026-03-30T06:59:00Z')).not.toBe(at('2026-03-30T07:00:00Z'));
    expect(oncallOrder(playbook, 'L2', NOW)).toEqual(['dan']);
    expect(oncallOrder(playbook, 'operations', NOW)).toEqual(['ada', 'ben', 'chloe-martin']);
    expect(playbook.escalation.map(({ level, at: age }) => [level, age / 60_000])).toEqual([
      ['L1', 0],
      ['L2', 15],
      ['operations', 60],
    ]);
    expect(playbook.alerts.routes).toEqual([{ match: { environment: 'staging' }, ignore: true }]);
    expect(playbook.team.leads).toEqual(['ada']);
    expect(playbook.team.channels.status).toBe('C0STATUS');
  });

  it('has every shift of its own timeline, forwardings included', () => {
    const [level] = compareShifts(placed(shop), shop as NonNullable<typeof shop>, NOW);
    expect(level?.shifts.length).toBeGreaterThan(14);
    expect(level?.shifts.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    const level1 = shop?.levels.L1;
    if (!shop || !level1 || !('schedule' in level1)) throw new Error('the shop has a schedule');
    const away = { ...shop, levels: { L1: { schedule: { ...level1.schedule, overrides: [] } } } };
    const without = compareShifts(placed(away), away, NOW)[0]?.shifts.filter(({ verdict }) => verdict === 'different');
    expect(without).toMatchObject([{ from: new Date('2026-03-05T00:00:00Z'), ours: 'eli', theirs: ['dan'] }]);
  });

  it('without Slack ids is refused where they are missing, and nowhere else', () => {
    try {
      parsePlaybook(placedIn(couponYml(), blocksOf(platform as NonNullable<typeof platform>, draft)), 'platform.yml');
      throw new Error('it was taken');
    } catch (error) {
      if (!(error instanceof PlaybookError)) throw error;
      const said = error.problems.map(({ path, message }) => `${path}: ${message}`);
      expect(said).toHaveLength(4);
      for (const one of said)
        expect(one).toMatch(/^team\.people\.[a-z-]+\.slack: is not a Slack user id.*"FILL IN: Slack id of .*@example\.com"/);
    }
  });

  it('says of everything else that it is not carried, with its file', () => {
    const said = draft.remarks.filter(({ kind }) => kind === 'lost').map(({ file, what }) => `${file.split('/')[1]}: ${what}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'users: notification rules of 1 user',
        'policiesV2: "Quiet nights" of policiesV2',
        'integrations: "Prometheus" of integrations',
        'customUserRoles: "Observer" of customUserRoles',
        'schedules: schedule "Old_schedule"',
        'schedules: rotation "old" of schedule "Shop_schedule"',
        'overrides: overrides of schedule "Platform_schedule"',
        'teams: routing rule "Payments at night" of team "Platform"',
        'escalations: escalation "Platform_escalation"',
        'escalations: rule 2 of escalation "Platform_escalation"',
      ]),
    );
    expect(draft.remarks.every(({ file }) => exported().some(({ path }) => path === file))).toBe(true);
    expect(draft.remarks.filter(({ kind }) => kind === 'wrong')).toEqual([]);
  });

  it('comes out as blocks that say once whatever they say', () => {
    const text = yamlOf(blocksOf(platform as NonNullable<typeof platform>, draft), 'about');
    expect(text).toMatch(/^# about/);
    expect(text).not.toMatch(/[&*]a1/);
    expect(text).toContain(
      '- { name: week, people: [ ada, ben, chloe-martin ], rotate: weekly, start: 2026-01-05, handover: "09:00", only:',
    );
  });
});

describe('what is wrong in an export is said, and the rest is kept:', () => {
  const wrong = (...files: ExportFile[]) => {
    const draft = readExport('opsgenie', files, NOW);
    return { draft, said: draft.remarks.map(({ file, what, why }) => `${file}: ${what}: ${why}`) };
  };
  const rotation = (more: object = {}) => ({
    id: 'r',
    name: 'r',
    type: 'weekly',
    length: 1,
    startDate: '2026-01-05T09:00:00Z',
    participants: [{ type: 'user', id: 'u-ada' }],
    ...more,
  });
  const schedules = (...rotations: object[]) =>
    json('schedules.json', { data: [{ id: 's', name: 'ops', timezone: 'Asia/Seoul', rotations }] });

  it('broken JSON, with its place', () => {
    const { draft, said } = wrong(users('ada'), { path: 'teams/x.json', text: '{\n  "team": {"id": "t",}\n}' }, schedules(rotation()));
    expect(said).toContain('teams/x.json: the file: It is not JSON from line 2, column 22 on; nothing of it was taken.');
    expect(draft.people).toHaveLength(1);
    expect(draft.teams[0]?.levels.L1).toBeDefined();
  });

  it('two users with one address, and two who would have one key', () => {
    const two = json('users.json', {
      data: [
        { id: '1', username: 'ada@example.com', fullName: 'Ada One' },
        { id: '2', username: 'Ada@Example.com', fullName: 'Ada Two' },
        { id: '3', username: 'ada@example.org', fullName: 'Ada Three' },
        { id: '4', username: '이순신', fullName: '이순신' },
      ],
    });
    const { draft, said } = wrong(two);
    expect(draft.people.map(({ key }) => key)).toEqual(['ada', 'ada-2', 'person-3']);
    expect(said).toContain('users.json: user "Ada Two": Ada@Example.com is also the address of Ada One; both are taken for ada.');
    expect(said).toContain('users.json: user "Ada Three": The key ada is Ada One\'s already; theirs is ada-2.');
  });

  it.each([
    ['a rotation without a start', rotation({ startDate: 'soon' }), 'its startDate "soon" is no time'],
    ['a rotation of an unknown kind', rotation({ type: 'monthly' }), 'Turns that are monthly, 1 long, are not known here'],
    ['a rotation that is over', rotation({ endDate: '2026-02-01T00:00:00Z' }), 'It ended on 2026-02-01'],
    ['somebody unknown', rotation({ participants: [{ type: 'user', id: 'u-who' }] }), 'The user u-who is not in the export'],
    ['a team that takes turns', rotation({ participants: [{ type: 'team', name: 'Shop' }] }), 'The team Shop takes turns in it'],
    [
      'an empty turn',
      rotation({ participants: [{ type: 'user', id: 'u-ada' }, { type: 'none' }] }),
      'Its turns are written out one by one, as overrides. They end on 2026-08-31',
    ],
  ])('%s', (_name, one, expected) => {
    const { said, draft } = wrong(users('ada'), schedules(one));
    expect(said.join('\n')).toContain(expected);
    expect(draft.people).toHaveLength(1);
  });

  it('one page of several, and a file that nobody knows', () => {
    const { said } = wrong(
      json('users.json', { data: [], paging: { next: 'https://api.example.com/users?offset=100' } }),
      json('notes.json', {}),
    );
    expect(said).toEqual([
      'users.json: the list of users: It is one page of several: put the other pages beside it, unless they are there.',
      expect.stringMatching(/^notes\.json: the file: It is not known what it holds/),
    ]);
  });
});
