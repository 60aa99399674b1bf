import { contactOf, type LevelOverride, levelAt, oncallOrder } from '../../../src/domain/oncall/index.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { couponPlaybook, couponYml } from '../../support/scenario/shipped-playbook.ts';

const at = (time: string) => new Date(`2026-03-03T${time}:00+09:00`);
const put = (userId: string, from: string, to: string, level: LevelOverride['level'] = 'L1'): LevelOverride => ({
  level,
  userId,
  startsAt: at(from),
  endsAt: at(to),
});
const withL1 = (source: string) => parsePlaybook(couponYml(['L1: [minji, junho]', `L1: ${source}`]), 'coupon.yml');

describe('whom a level pages', () => {
  const list = couponPlaybook();
  const group = withL1('{ userGroup: S0ONCALL }');
  const schedule = withL1(
    '{ schedule: { layers: [{ name: w, people: [minji, junho, hana], rotate: daily, start: 2026-03-01 }], holidays: [{ from: 2026-03-03, people: [hana] }] } }',
  );

  it('a list in its order', () => {
    expect(oncallOrder(list, 'L1', at('14:00'))).toEqual(['minji', 'junho']);
    expect(oncallOrder(list, 'operations', at('14:00'))).toEqual(['hana', 'dohyun', 'sora', 'minji', 'junho']);
  });

  it('a schedule by whose turn it is; whoever is away is not asked', () => {
    expect(oncallOrder(schedule, 'L1', at('08:00'))).toEqual(['junho', 'minji']);
    expect(oncallOrder(schedule, 'L1', at('14:00'))).toEqual(['minji', 'junho']);
  });

  it('a user group as Slack names it, by key where the playbook knows them', () => {
    expect(oncallOrder(group, 'L1', at('14:00'), [], ['U0STRANGE', 'U0JUNHO'])).toEqual(['U0STRANGE', 'junho']);
    expect(oncallOrder(group, 'L1', at('14:00'))).toEqual([]);
  });

  it('whoever was put in first, for that level and that span only', () => {
    const overrides = [put('U0JUNHO', '14:00', '16:00'), put('U0STRANGE', '15:00', '16:00'), put('U0HANA', '14:00', '16:00', 'L2')];
    expect(oncallOrder(list, 'L1', at('13:59'), overrides)).toEqual(['minji', 'junho']);
    expect(oncallOrder(list, 'L1', at('14:00'), overrides)).toEqual(['junho', 'minji']);
    expect(oncallOrder(list, 'L1', at('15:00'), overrides)).toEqual(['U0STRANGE', 'minji', 'junho']);
    expect(oncallOrder(list, 'L1', at('16:00'), overrides)).toEqual(['minji', 'junho']);
    expect(oncallOrder(list, 'L2', at('14:00'), overrides)).toEqual(['hana', 'sora', 'dohyun']);
    expect(oncallOrder(schedule, 'L1', at('14:00'), overrides)).toEqual(['junho', 'minji']);
  });

  it('and when that changes', () => {
    const overrides = [put('U0MINJI', '14:00', '15:00'), put('U0JUNHO', '16:00', '17:00')];
    expect(levelAt(list, 'L1', at('14:30'), overrides)).toMatchObject({
      source: 'list',
      turn: { person: 'minji', why: 'override' },
      override: overrides[0],
      next: { at: at('16:00'), from: 'minji', to: 'junho' },
    });
    expect(levelAt(list, 'L1', at('17:00'), overrides).next).toBeUndefined();
    expect(levelAt(group, 'L1', at('16:30'), overrides)).toMatchObject({
      turn: { person: 'junho' },
      next: { at: at('17:00'), from: 'junho' },
    });
    expect(levelAt(group, 'L1', at('18:00'))).toMatchObject({ source: 'user-group', turn: { why: 'gap' }, order: [] });
  });

  it('each can be reached by what the playbook knows, or by Slack', () => {
    expect(contactOf(list, 'minji')).toEqual({ name: 'Kim Minji', slack: 'U0MINJI', email: 'minji@example.com' });
    expect(contactOf(list, 'U0STRANGE')).toEqual({ name: 'U0STRANGE', slack: 'U0STRANGE' });
  });
});
