import { parse } from 'yaml';
import { comparePlaybooks } from '../../../src/domain/playbook/compare.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { add, type Edit, each, editedPlaybook, remove, set } from '../../support/scenario/edit-playbook.ts';

/** A Tuesday, 14:00 in Seoul. */
const NOW = new Date('2026-03-03T05:00:00.000Z');

function compared(edits: Edit[], before: Edit[] = []) {
  const [older, newer] = [before, [...before, ...edits]].map((list) => {
    const text = editedPlaybook(list);
    return { playbook: parsePlaybook(text, 'x.yml'), raw: parse(text) as unknown };
  });
  if (!older || !newer) throw new Error('there are two');
  return comparePlaybooks(older, newer, NOW);
}

const weekly = (people: string[]) => ({ schedule: { layers: [{ name: 'weekly', people, rotate: 'weekly', start: '2026-03-02' }] } });

it('finds nothing where only words, order or spelling of times differ', () => {
  const same = [
    set('service.name', { en: 'Vouchers', ko: '상품권' }),
    each('rows.*.title', () => 'another'),
    set('rows.A1.within', '300s'),
    each<unknown[]>('signals.response_time_p95.thresholds', (list) => [...list].reverse()),
  ];
  expect(compared(same)).toEqual({ paged: [], changes: [] });
});

describe('who is paged first in the next seven days', () => {
  it('by a list: all the time', () => {
    const { paged, changes } = compared([set('team.oncall.L1', ['junho', 'minji'])]);
    const to = new Date(NOW.getTime() + 7 * 86_400_000);
    expect(paged).toEqual([{ level: 'L1', from: NOW, to, before: 'Kim Minji', after: 'Park Junho' }]);
    expect(changes).toEqual([{ path: 'team.oncall.L1', before: ['minji', 'junho'], after: ['junho', 'minji'] }]);
  });

  it('by a rotation: as long as it differs, to the minute of the handover', () => {
    const older = [set('team.oncall.L1', weekly(['minji', 'junho']))];
    const { paged } = compared([set('team.oncall.L1', weekly(['minji', 'sora']))], older);
    expect(paged).toEqual([
      {
        level: 'L1',
        from: new Date('2026-03-09T00:00:00.000Z'),
        to: new Date('2026-03-10T05:00:00.000Z'),
        before: 'Park Junho',
        after: 'Lee Sora',
      },
    ]);
  });

  it('is nobody where there is a gap, and unknown of a user group', () => {
    const gap = { schedule: { layers: [{ name: 'w', people: ['minji'], rotate: 'weekly', start: '2026-03-09', handover: '09:00' }] } };
    expect(compared([set('team.oncall.L1', gap)]).paged).toEqual([
      { level: 'L1', from: NOW, to: new Date('2026-03-09T00:00:00.000Z'), before: 'Kim Minji' },
    ]);
    expect(compared([set('team.oncall.L1', { userGroup: 'S012AB3CD' })]).paged).toEqual([]);
  });

  it('goes by the person, not by the key', () => {
    const { paged, changes } = compared([set('team.people.minji.name', 'Minji Kim')]);
    expect(paged).toEqual([]);
    expect(changes).toEqual([{ path: 'team.people.minji.name', before: 'Kim Minji', after: 'Minji Kim' }]);
  });
});

it.each<[what: string, edit: Edit, path: string, before: unknown, after: unknown]>([
  ['a row', set('rows.A1.within', '7m'), 'rows.A1.within', '5m', '7m'],
  ['a step', set('escalation.A2.at', '20m'), 'escalation.A2.at', '30m', '20m'],
  ['a threshold', set('signals.kafka_lag.thresholds.0.above', 2000), 'signals.kafka_lag.thresholds.D1 warning.above', 1000, 2000],
  ['a signal', set('signals.cpu.query', 'up'), 'signals.cpu.query', expect.any(String), 'up'],
  ['a mitigation', set('mitigations.delay-notice.enabled', false), 'mitigations.delay-notice.enabled', true, false],
  ['a channel', set('team.channels.status', 'C0OTHER'), 'team.channels.status', 'C0STATUS', 'C0OTHER'],
  ['a follow-up', remove('followUps.N1.owner'), 'followUps.N1.owner', 'sora', undefined],
  ['what was left out', add('watch.enabled', false), 'watch.enabled', true, false],
])('%s', (_, edit, path, before, after) => {
  expect(compared([edit]).changes).toEqual([{ path, before, after }]);
});

it('a signal that comes, without its words', () => {
  const { changes } = compared([add('signals.more', { title: 'More', query: 'up', unit: 'count', matters: 1 })]);
  expect(changes).toEqual([{ path: 'signals.more', before: undefined, after: { query: 'up', unit: 'count', matters: 1 } }]);
});
