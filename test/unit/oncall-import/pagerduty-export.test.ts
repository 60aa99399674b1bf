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

const FOLDER = join(import.meta.dirname, '../../data/pagerduty');
const NOW = new Date('2026-03-02T09:00:00Z');

describe('answers of PagerDuty', () => {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const files = names.sort().map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
  const draft = readExport('pagerduty', files, NOW);
  const team = draft.teams[0] as NonNullable<(typeof draft.teams)[0]>;
  const people = withSlackIds(draft.people, new Map(draft.people.map(({ email }, index) => [email ?? '', `U0PD${index}`])));
  const text = placedIn(couponYml(), blocksOf(team, { people }));
  const playbook = parsePlaybook(text, 'payments.yml', KNOWN_NAMES);

  it('become a playbook with the policy as its levels', () => {
    expect(draft.teams.map(({ key }) => key)).toEqual(['payments']);
    expect(playbook.escalation.map(({ level, at }) => [level, at / 60_000])).toEqual([
      ['L1', 0],
      ['L2', 10],
    ]);
    expect(oncallOrder(playbook, 'L1', new Date('2026-03-04T10:30:00Z'))).toEqual(['hal', 'fay', 'gus']);
    expect(oncallOrder(playbook, 'L2', NOW)).toEqual(['hal', 'fay']);
    expect(playbook.team.leads).toEqual(['fay']);
    expect(playbook.team.people.fay).toMatchObject({ phone: '+442079460123', email: 'fay@example.com' });
    expect(playbook.alerts.routes).toMatchObject([
      { match: { service: 'reports' }, severity: 'sev3', ignore: false },
      { match: { service: 'legacy' }, ignore: true },
    ]);
  });

  it('have every shift of the final schedule', () => {
    const [level] = compareShifts(text, team, NOW);
    expect(level?.shifts.length).toBeGreaterThan(10);
    expect(level?.shifts.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
  });

  it('leave nothing out in silence', () => {
    const said = draft.remarks.map(({ what, why }) => `${what}: ${why}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'escalation policy "Payments": It repeats 2 times. Here each page is repeated by itself (escalation.repeatEvery).',
        '"Database upgrade" of maintenance_windows: Maintenance is not carried: write it as alerts.maintenance.',
        'service "checkout": Its integrations: point the senders at POST /alerts/… instead (docs/alerts.md).',
        'service "checkout": It resolves by itself after 240 minutes; nothing is resolved by itself here.',
        'the step after 10 minutes of escalation policy "Payments": It calls 2 people at once; here they are called one after another.',
      ]),
    );
    expect(said.filter((one) => one.startsWith('notification rules of'))).toHaveLength(3);
    expect(draft.remarks.filter(({ kind }) => kind === 'wrong')).toEqual([]);
  });
});
