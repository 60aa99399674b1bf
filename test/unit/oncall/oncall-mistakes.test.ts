import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { PlaybookError } from '../../../src/domain/playbook/playbook-error.ts';
import { couponYml } from '../../support/scenario/shipped-playbook.ts';

const SCHEDULE = `
      schedule:
        zone: Asia/Seoul
        layers:
          - name: weekly
            people: [minji, junho]
            rotate: weekly
            start: 2026-03-02
            handover: "09:00"
          - name: office
            people: [sora]
            rotate: 12h
            start: 2026-03-02
            only: { days: [mon, fri], from: "09:00", to: "18:00" }
        holidays:
          - { from: 2026-05-05, layers: [office] }
          - { from: 2026-07-01, to: 2026-07-10, people: [minji] }
        overrides:
          - { person: junho, from: 2026-08-03T18:00+09:00, to: 2026-08-04T09:00+09:00 }`;
const TEXT = couponYml(['L1: [minji, junho]', `L1:${SCHEDULE}`]);

function mistakes(text: string): { path: string; line: number; message: string }[] {
  try {
    parsePlaybook(text, 'coupon.yml');
  } catch (error) {
    if (error instanceof PlaybookError) return [...error.problems];
    throw error;
  }
  return [];
}

it('a schedule is read, its defaults filled in', () => {
  const { L1 } = parsePlaybook(TEXT, 'coupon.yml').team.oncall;
  expect(L1).toMatchObject({
    schedule: {
      layers: [
        { name: 'weekly', rotate: { days: 7, hours: 0 }, handover: '09:00' },
        { name: 'office', rotate: { days: 0, hours: 12 }, handover: '09:00' },
      ],
      holidays: [{ layers: ['office'] }, { people: ['minji'] }],
    },
  });
});

it('the rotation shown in the shipped playbook can be used', () => {
  const uncommented = couponYml(
    ['    L1: [minji, junho]\n', ''],
    [/^ {4}# L1: \{ userGroup.*\n/m, ''],
    [/^( {4})# (L1:| {2}schedule:| {4}layers:| {6}- \{ name: weekly)/gm, '$1$2'],
  );
  expect(parsePlaybook(uncommented, 'coupon.yml').team.oncall.L1).toMatchObject({ schedule: { layers: [{ people: ['minji', 'junho'] }] } });
});

describe('one mistake in a schedule is reported with its line and path:', () => {
  const L = 'team.oncall.L1.schedule';
  it.each([
    ['zone: Asia/Seoul\n        layers', 'zone: Asia/Soul\n        layers', `${L}.zone: is not an IANA time zone`],
    [
      'people: [minji, junho]',
      'people: [minji, junhoo]',
      `${L}.layers[0].people[1]: "junhoo" is not one of team.people: did you mean "junho"?`,
    ],
    ['people: [sora]', 'people: []', `${L}.layers[1].people: must not be empty`],
    ['rotate: weekly', 'rotate: wekly', `${L}.layers[0].rotate: is not a rotation: write daily, weekly, or a length`],
    ['rotate: weekly', 'rotate: 0d', `${L}.layers[0].rotate: is not a rotation`],
    [
      'start: 2026-03-02\n            handover',
      'start: 2026-02-30\n            handover',
      `${L}.layers[0].start: is not a date such as 2026-03-02`,
    ],
    ['handover: "09:00"', 'handover: "9:00"', `${L}.layers[0].handover: is not a time such as 09:00`],
    ['handover: "09:00"', 'hand-over: "09:00"', `${L}.layers[0].hand-over: is not known here: did you mean "handover"?`],
    ['days: [mon, fri]', 'days: [mon, fry]', `${L}.layers[1].only.days[1]: wanted one of mon, tue`],
    [', to: "18:00" }', ' }', `${L}.layers[1].only.from: needs to beside it`],
    ['to: "18:00"', 'to: "09:00"', `${L}.layers[1].only.to: must differ from from`],
    ['name: weekly', 'name: office', `${L}.layers[1].name: "office" is there twice`],
    ['layers: [office]', 'layers: [ofice]', `${L}.holidays[0].layers[0]: "ofice" is not a layer of this schedule: did you mean "office"?`],
    [', layers: [office]', '', `${L}.holidays[0]: must say who does not serve: people or layers`],
    ['to: 2026-07-10', 'to: 2026-06-10', `${L}.holidays[1].to: must not be earlier than from (2026-07-01)`],
    ['person: junho', 'person: jinho', `${L}.overrides[0].person: "jinho" is not one of team.people: did you mean "junho"?`],
    ['to: 2026-08-04', 'to: 2026-08-02', `${L}.overrides[0].to: must be later than from (2026-08-03T18:00+09:00)`],
    ['T18:00+09:00, to', 'T18:00, to', `${L}.overrides[0].from: is not a moment with its offset from UTC`],
    ['T09:00+09:00 }', 'T09:00+09:00, layers: [week] }', `${L}.overrides[0].layers[0]: "week" is not a layer of this schedule`],
    [
      'start: 2026-03-02\n            only',
      'start: 2026-03-02\n            end: 2026-09-01\n            only',
      `${L}.layers[1].end: is not a moment`,
    ],
    ['people: [minji] }', 'people: [mini] }', `${L}.holidays[1].people[0]: "mini" is not one of team.people`],
  ])('%s → %s', (passage, replacement, expected) => {
    const at = TEXT.lastIndexOf(passage);
    expect(at).toBeGreaterThan(0);
    const before = TEXT.slice(0, at) + replacement;
    const found = mistakes(before + TEXT.slice(at + passage.length));
    expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual([expect.stringContaining(expected)]);
    // What stands there twice is found where it stands the second time.
    const last = expected.includes('twice') ? TEXT.split('\n').length : before.split('\n').length;
    expect(found[0]?.line).toBeGreaterThanOrEqual(TEXT.slice(0, at).split('\n').length);
    expect(found[0]?.line).toBeLessThanOrEqual(last);
  });

  it.each([
    ['minji', 'team.oncall.L1: wanted a list or a map, found "minji"'],
    ['{ }', 'team.oncall.L1: needs a schedule or a userGroup'],
    ['{ schedule: { zone: UTC } }', 'team.oncall.L1.schedule: needs layers, or overrides'],
    ['{ userGroup: oncall }', 'team.oncall.L1.userGroup: is not a Slack user group id'],
    ['{ usergroup: S012 }', 'team.oncall.L1.usergroup: is not known here: did you mean "userGroup"?'],
    [
      '{ userGroup: S012, schedule: { layers: [{ name: a, people: [minji], rotate: daily, start: 2026-03-02 }] } }',
      'team.oncall.L1.userGroup: has no meaning beside a schedule',
    ],
    ['[minji, nobody]', 'team.oncall.L1[1]: "nobody" is not one of team.people'],
  ])('L1: %s', (source, expected) => {
    const found = mistakes(couponYml(['L1: [minji, junho]', `L1: ${source}`]));
    expect(found.map(({ path, message }) => `${path}: ${message}`)).toContainEqual(expect.stringContaining(expected));
  });

  it('no L1', () => {
    const found = mistakes(couponYml(['    L1: [minji, junho]\n', '']));
    expect(found).toMatchObject([{ path: 'team.oncall.L1', message: 'is missing: wanted a list or a map' }]);
  });
});
