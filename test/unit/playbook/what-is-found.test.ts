import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { PlaybookError, type PlaybookProblem } from '../../../src/domain/playbook/playbook-error.ts';
import { PLAYBOOK_MAX } from '../../../src/domain/playbook/reading/read-yaml.ts';
import { type Change, COUPON_YML, couponYml } from '../../support/scenario/shipped-playbook.ts';

function problemsIn(text: string): readonly PlaybookProblem[] {
  try {
    parsePlaybook(text, 'ours.yml');
  } catch (error) {
    if (error instanceof PlaybookError) return error.problems;
    throw error;
  }
  return [];
}

/** Line and column of a passage, or of what stands in it behind `skip`. */
function placeOf(text: string, passage: string, skip = ''): { line: number; column: number } {
  const at = text.indexOf(passage) + skip.length;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('a mistake says where it stands, what was found, what is wanted and the nearest right word:', () => {
  it.each<[what: string, change: Change, skip: string, said: Partial<PlaybookProblem>]>([
    [
      'a zone',
      ['zone: Asia/Seoul', 'zone: Asia/Soul'],
      'zone: ',
      { found: '"Asia/Soul"', wanted: expect.stringContaining('an IANA time zone such as Asia/Seoul') as string },
    ],
    ['a key', ['unit: seconds', 'units: seconds'], '', { found: '"units"', nearest: 'unit' }],
    ['a choice', ['keptBy: page.sent', 'keptBy: page.send'], 'keptBy: ', { found: '"page.send"', nearest: 'page.sent' }],
    ['a name', ['qa: [yuna]', 'qa: [juna]'], 'qa: [', { found: '"juna"', wanted: 'one of team.people', nearest: 'yuna' }],
    ['a number in quotes', ['above: 1000', 'above: "1000"'], 'above: ', { found: '"1000"', wanted: 'a number' }],
    [
      'a duration',
      ['within: 5m', 'within: soon'],
      'within: ',
      { found: '"soon"', wanted: expect.stringContaining('write it like 30s, 5m, 1h30m or 7d') as string },
    ],
    [
      'a language',
      ['en: Coupon issuing,', 'eng: Coupon issuing,'],
      '',
      { found: '"eng"', wanted: expect.stringContaining('write en') as string },
    ],
    ['a text', ['name: { en: Coupon issuing, ko: 쿠폰 발급 }', 'name: {}'], '', { found: 'a map' }],
    ['a text that is empty', ['en: Coupon issuing,', 'en: "",'], 'en: ', { found: '""' }],
    ["the team's language", ['language: en ', 'language: kr '], 'language: ', { found: '"kr"', nearest: 'ko' }],
    [
      'a limit on both sides',
      ['{ id: D1, above: 1000,', '{ id: D1, above: 1000, below: 5,'],
      '',
      { found: 'a map', wanted: 'either above or below', message: expect.stringMatching(/^has both above and below/) as string },
    ],
    [
      'a limit on no side',
      ['{ id: D1, above: 1000,', '{ id: D1,'],
      '',
      { wanted: 'either above or below', message: expect.stringMatching(/it has neither$/) as string },
    ],
  ])('%s', (_, change, skip, said) => {
    const text = couponYml(change);
    const place = placeOf(text, change[1], skip);
    const problems = problemsIn(text);
    expect(problems).toContainEqual(expect.objectContaining({ ...place, ...said }));
    // A key that is not known leaves another one missing.
    expect(problems.filter(({ line }) => line === place.line)).toHaveLength(1);
  });

  it('a circle, once, with its path', () => {
    const text = couponYml([/( {2}jvm:\n.*)/, '$1\n    dependsOn: [database]']);
    const { line } = placeOf(text, '  database:\n    title');
    const message = '"database" depends on itself: database → jvm → database';
    expect(problemsIn(text)).toEqual([
      expect.objectContaining({ line: line + 2, column: 5, path: 'components.database.dependsOn', message }),
    ]);
    const long = couponYml([/( {2}jvm:\n.*)/, '$1\n    dependsOn: [consumers]']);
    expect(problemsIn(long).map(({ message }) => message)).toEqual([
      '"consumers" depends on itself: consumers → jvm → consumers',
      '"lock" depends on itself: lock → jvm → consumers → lock',
      '"database" depends on itself: database → jvm → consumers → database',
    ]);
  });

  it('a key that stands twice, beside everything else', () => {
    const text = couponYml(
      ['    planning: [taeho]', '    planning: [taeho]\n    planning: [taeho]'],
      ['leads: [dohyun]', 'leads: [dohyum]'],
    );
    expect(problemsIn(text)).toEqual([
      expect.objectContaining({ line: placeOf(text, '    planning').line + 1, column: 5, found: '"planning"' }),
      expect.objectContaining({ found: '"dohyum"', nearest: 'dohyun' }),
    ]);
  });
});

describe('a file that is no YAML has one mistake, where it begins:', () => {
  it.each<[what: string, text: string, line: number, message: RegExp]>([
    ['tabs all over', COUPON_YML.replaceAll('\n  ', '\n\t'), 10, /[Tt]abs/],
    ['a quote that nobody closes', couponYml(['zone: Asia/Seoul ', 'zone: "Asia/Seoul ']), 10, /quote/],
    [
      'a quote that ends at the next one',
      `team: "ours\n  zone: "Asia/Seoul"\n${COUPON_YML}`,
      1,
      /a quote opens and is not closed on its line/,
    ],
    ['a bracket', couponYml(['L1: [minji, junho]\n', 'L1: [minji, junho\n']), 34, /Flow sequence/],
    ['two documents', `${COUPON_YML}\n---\n${COUPON_YML}`, COUPON_YML.split('\n').length + 1, /multiple documents/],
    ['a part that is not there', couponYml(['zone: Asia/Seoul', 'zone: *here']), 10, /^names the part \*here/],
    ['a part within itself', 'version: 1\nteam: &team\n  zone: *team\n', 3, /^would put the part \*team into itself/],
    ['too long', `a: b\n`.repeat(PLAYBOOK_MAX / 5 + 1), 1, /^is 1\.0 million characters long/],
    ['too deep', '['.repeat(100_000), 1, /^is nested too deeply/],
  ])('%s', (_, text, line, message) => {
    const problems = problemsIn(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line, message: expect.stringMatching(message) as string });
  });

  it('aliases that unfold to more than anybody can hold', () => {
    const level = (depth: number) => `k${depth}: &k${depth} [${Array.from({ length: 9 }, () => `*k${depth - 1}`).join(', ')}]\n`;
    const bomb = `k0: &k0 [a, b]\n${Array.from({ length: 12 }, (_, depth) => level(depth + 1)).join('')}`;
    expect(problemsIn(bomb)).toEqual([
      expect.objectContaining({ line: 1, message: expect.stringMatching(/Excessive alias count/) as string }),
    ]);
  });
});
