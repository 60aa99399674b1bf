import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, placedIn } from '../../../src/domain/oncall/import/blocks.ts';
import { compareShifts } from '../../../src/domain/oncall/import/compare-shifts.ts';
import { readExport } from '../../../src/domain/oncall/import/read-export.ts';
import { withSlackIds } from '../../../src/domain/oncall/import/slack-users.ts';
import { oncallOrder } from '../../../src/domain/oncall/index.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { couponYml } from '../../support/scenario/shipped-playbook.ts';

const FOLDER = join(import.meta.dirname, '../../data/grafana-oncall');
const NOW = new Date('2026-03-02T00:00:00Z');

describe('answers of Grafana OnCall', () => {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const files = names.sort().map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
  const draft = readExport('grafana-oncall', files, NOW);
  const team = draft.teams[0] as NonNullable<(typeof draft.teams)[0]>;
  const people = withSlackIds(draft.people, new Map([['kim@example.com', 'U0KIM']]));
  const text = placedIn(couponYml(), blocksOf(team, { people }));
  const playbook = parsePlaybook(text, 'data.yml', KNOWN_NAMES);

  it('become a playbook with the chain as its levels, and the Slack ids that they have', () => {
    expect(draft.teams.map(({ key }) => key)).toEqual(['data']);
    expect(Object.entries(playbook.team.people).map(([key, { slack }]) => `${key} ${slack}`)).toEqual([
      'ida U0IDA',
      'jon U0JON',
      'kim U0KIM',
    ]);
    expect(playbook.escalation.map(({ level, at }) => [level, at / 60_000])).toEqual([
      ['L1', 0],
      ['L2', 5],
      ['operations', 20],
    ]);
    expect(oncallOrder(playbook, 'L1', new Date('2026-03-05T01:00:00Z'))).toEqual(['kim', 'ida', 'jon']);
    expect(oncallOrder(playbook, 'L1', new Date('2026-03-04T14:59:00Z'))[0]).toBe('kim');
    expect(oncallOrder(playbook, 'operations', NOW)).toEqual(['kim']);
  });

  it('have every final shift, those of a calendar behind an address too', () => {
    const levels = compareShifts(text, team, NOW);
    expect(levels.map(({ level, schedule }) => `${level} ${schedule}`)).toEqual(['L1 Data primary', 'L2 Data secondary']);
    for (const { shifts } of levels) expect(shifts.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    expect(levels[0]?.shifts.length).toBeGreaterThan(15);
  });

  it('leave nothing out in silence', () => {
    const said = draft.remarks.map(({ what, why }) => `${what}: ${why}`);
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^schedule "Data secondary": It is an iCal calendar, which is not read\. Its final shifts are taken\..* They end on 2026-03-30/,
        ),
        'step 6 of escalation chain "data": A step "trigger_webhook" is not known here.',
        expect.stringMatching(/^route 0 of integration "Alertmanager": For regex "staging" it calls nobody\./),
        expect.stringMatching(/^integration "Alertmanager": Point its sender \(alertmanager\)/),
        expect.stringMatching(/^"NP1" of personal_notification_rules: Notification rules are not carried/),
      ]),
    );
    expect(draft.remarks.filter(({ kind }) => kind === 'wrong')).toEqual([]);
  });

  it.each([
    [{ frequency: 'monthly' }, 'It goes by months'],
    [{ frequency: 'daily', by_day: ['MO'] }, 'It has by_day without being weekly'],
    [{ rotation_start: '2026-02-05T09:00:00' }, 'Its rotation_start is later than its start'],
  ])('a shift with %j is named, and the final shifts stand for its schedule', (more, why) => {
    const changed = files.map(({ path, text: all }) => {
      if (path !== 'on_call_shifts.json') return { path, text: all };
      const answer = JSON.parse(all) as { results: { id: string }[] };
      return {
        path,
        text: JSON.stringify({ ...answer, results: answer.results.map((one) => (one.id === 'OWEEK' ? { ...one, ...more } : one)) }),
      };
    });
    const draftOf = readExport('grafana-oncall', changed, NOW);
    const [data] = draftOf.teams;
    if (!data) throw new Error('the team is there');
    expect(draftOf.remarks.map(({ what, why: said }) => `${what}: ${said}`).join('\n')).toContain(
      `shift "weeks" of schedule "Data primary": ${why}`,
    );
    const levels = compareShifts(placedIn(couponYml(), blocksOf(data, { people })), data, NOW);
    expect(levels[0]?.shifts.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
  });

  it('without its final shifts a calendar behind an address is lost, and that is said', () => {
    const without = readExport(
      'grafana-oncall',
      files.filter(({ path }) => !path.includes('SICAL')),
      NOW,
    );
    expect(without.teams[0]?.levels.L2).toEqual({ people: ['kim'] });
    expect(without.remarks.map(({ why }) => why).join('\n')).toContain(
      'It is an iCal calendar, which is not read. Put its final shifts beside it',
    );
  });
});
