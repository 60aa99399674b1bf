import { parse } from 'yaml';
import { parseOrganisation } from '../../../src/domain/playbook/parse-organisation.ts';
import { PlaybookError } from '../../../src/domain/playbook/playbook-error.ts';
import { COUPON_YML } from '../../support/scenario/shipped-playbook.ts';
import { threeServices, threeServicesParsed } from '../../support/scenario/three-services.ts';

type Fields = Record<string, unknown>;

/** The folder with one of its files changed. */
function changed(name: string, change: (content: Record<string, Fields>) => void) {
  return threeServices().map((file) => {
    if (file.name !== name) return file;
    const content = JSON.parse(file.text);
    change(content);
    return { name, text: JSON.stringify(content, null, 2) };
  });
}

function mistakes(files: readonly { name: string; text: string }[]): string[] {
  try {
    parseOrganisation(files);
    return [];
  } catch (error) {
    if (!(error instanceof PlaybookError)) throw error;
    return error.problems.map(({ file, line, path, message }) => `${file}:${line > 0 ? 'line' : 'none'} ${path}: ${message}`);
  }
}

describe('a folder of playbooks', () => {
  it('gives each service its team, and its team everybody’s names', () => {
    const { services, home, routes } = threeServicesParsed();
    expect(services.map(({ service, team }) => [service.key, team.key])).toEqual([
      ['batch', 'shop'],
      ['coupon', 'coupons'],
      ['shop', 'shop'],
    ]);
    expect(home).toBe('coupon');
    expect(routes).toEqual([{ match: { namespace: '/batch-.*/' }, service: 'batch' }]);
    const [batch, coupon] = services;
    expect(batch?.team.zone).toBe('Asia/Seoul');
    expect(batch?.team.oncall.L1).toEqual(['mira']);
    expect(batch?.team.channels).toMatchObject({ status: 'C0SHOPSTATUS', prefix: 'inc' });
    expect(batch?.team.people.minji?.name).toBe('Kim Minji');
    // Whom its lists name belongs to a team, and nobody else.
    expect(batch?.team.members?.sort()).toEqual(['lena', 'mira', 'teo']);
    expect(coupon?.team.members).toEqual(expect.arrayContaining(['minji', 'dohyun', 'yuna']));
    expect(coupon?.team.members).not.toContain('mira');
  });

  it('reads YAML as it is written by hand', () => {
    const { team, ...coupon } = parse(COUPON_YML);
    const files = [
      { name: 'organisation.yml', text: `version: 1\norganisation: {}\nteams:\n  all: ${JSON.stringify(team)}\n` },
      { name: 'coupon.yml', text: JSON.stringify({ ...coupon, team: 'all' }) },
    ];
    expect(parseOrganisation(files)).toMatchObject({
      home: 'coupon',
      routes: [],
      services: [{ team: { key: 'all', zone: 'Asia/Seoul' } }],
    });
  });

  it.each<[what: string, file: string, change: (content: Record<string, Fields>) => void, words: RegExp[]]>([
    [
      'a team that is none',
      'shop.yml',
      (c) => Object.assign(c, { team: 'shopp' }),
      [/^shop\.yml:line team: "shopp" is no team .*"shop"\?$/],
    ],
    ['no team', 'shop.yml', (c) => delete c.team, [/^shop\.yml:line team: is missing: wanted the key of a team/]],
    ['a team of its own', 'shop.yml', (c) => Object.assign(c, { team: {} }), [/^shop\.yml:line team: wanted the key of a team/]],
    [
      'somebody on call who is nobody',
      'organisation.yml',
      (c) => Object.assign(c.teams?.shop as Fields, { oncall: { L1: ['mirra'], L2: ['teo'], operations: ['teo'] } }),
      [/^organisation\.yml:line teams\.shop\.oncall\.L1\[0\]: "mirra" is not .*"mira"\?$/],
    ],
    [
      'a zone that is none, once for all teams',
      'organisation.yml',
      (c) => Object.assign(c.organisation as Fields, { zone: 'Asia/Seul' }),
      [/^organisation\.yml:line organisation\.zone: /],
    ],
    [
      'a field that is unknown',
      'organisation.yml',
      (c) => Object.assign(c, { tems: {} }),
      [/^organisation\.yml:line tems: is not known here/],
    ],
    [
      'a default that is no service',
      'organisation.yml',
      (c) => Object.assign(c.services as Fields, { default: 'coupn' }),
      [/^organisation\.yml:line services\.default: "coupn" is no service: did you mean "coupon"\?$/],
    ],
    [
      'two files about one service',
      'shop.yml',
      (c) => Object.assign(c.service as Fields, { key: 'batch' }),
      [/^shop\.yml:line service\.key: "batch" is also the service of batch\.yml$/],
    ],
    [
      'a door of one service alone',
      'shop.yml',
      (c) => Object.assign(c, { alerts: { kafka: { topic: 'alerts' } } }),
      [/^shop\.yml:line alerts\.kafka: is shared by all services: write it under alerts of organisation\.yml/],
    ],
    [
      'a mistake in a door that all share, once',
      'organisation.yml',
      (c) => Object.assign(c, { alerts: { quotas: { default: { burst: 0 } } } }),
      [/^organisation\.yml:line alerts\.quotas\.default\.burst: /],
    ],
    [
      'a mistake in a service, where it stands',
      'shop.yml',
      (c) => Object.assign(c.updates as Fields, { id: 'X9' }),
      [/^shop\.yml:line updates\.id: /],
    ],
  ])('with %s is refused, and what is wrong is said once where it stands', (_what, file, change, words) => {
    const found = mistakes(changed(file, change));
    expect(found).toHaveLength(words.length);
    for (const [index, word] of words.entries()) expect(found[index]).toMatch(word);
  });

  it('gives every service the doors that they share, beside what is its own', () => {
    const generic = { title: 'what' };
    const files = changed('organisation.yml', (c) => Object.assign(c, { alerts: { generic } })).map((file) =>
      file.name === 'shop.yml' ? { ...file, text: JSON.stringify({ ...JSON.parse(file.text), alerts: { groupBy: ['cluster'] } }) } : file,
    );
    const alerts = parseOrganisation(files).services.map((playbook) => [playbook.alerts.generic.title, playbook.alerts.groupBy]);
    expect(alerts).toEqual([
      ['what', ['service']],
      ['what', ['service']],
      ['what', ['cluster']],
    ]);
  });

  it('gives every service the look of the organisation, before which its own goes', () => {
    const look = { access: 'token', colours: { light: '#0b5394' } };
    const files = changed('organisation.yml', (c) => Object.assign(c, { statusPage: look })).map((file) =>
      file.name === 'shop.yml'
        ? { ...file, text: JSON.stringify({ ...JSON.parse(file.text), statusPage: { access: 'everybody' } }) }
        : file,
    );
    const pages = parseOrganisation(files).services.map(({ statusPage }) => [statusPage.access, statusPage.colours?.light]);
    expect(pages).toEqual([
      ['token', '#0b5394'],
      ['token', '#0b5394'],
      ['everybody', '#0b5394'],
    ]);
    const pale = changed('organisation.yml', (c) => Object.assign(c, { statusPage: { colours: { light: '#ffff00' } } }));
    expect(mistakes(pale)).toEqual([
      expect.stringMatching(/^organisation\.yml:line statusPage\.colours\.light: cannot be read on the light page/),
    ]);
  });

  it('tells every service on the external pages of the organisation, each by its own component there, unless it names its own', () => {
    const external = [{ page: 'statuspage', language: 'en', components: { coupon: 'c1', shop: 'c2' } }];
    const files = changed('organisation.yml', (c) => Object.assign(c, { statusPage: { external } })).map((file) =>
      file.name === 'shop.yml' ? { ...file, text: JSON.stringify({ ...JSON.parse(file.text), statusPage: { external: [] } }) } : file,
    );
    const told = parseOrganisation(files).services.map(({ service, statusPage }) => [
      service.key,
      statusPage.external.map(({ page, components }) => [page, components]),
    ]);
    expect(Object.fromEntries(told)).toEqual({
      batch: [['statuspage', {}]],
      coupon: [['statuspage', { coupon: 'c1' }]],
      shop: [],
    });
    const strange = [{ page: 'statuspage', components: { coupons: 'c1' } }];
    expect(mistakes(changed('organisation.yml', (c) => Object.assign(c, { statusPage: { external: strange } })))).toEqual([
      expect.stringMatching(
        /^organisation\.yml:line statusPage\.external\[0\]\.components\.coupons: "coupons" is no service: did you mean "coupon"\?/,
      ),
    ]);
  });

  it('tells of every file that is no YAML, and of the others beside it', () => {
    const files = changed('shop.yml', (c) => Object.assign(c, { team: 'nobody' })).map((file) =>
      file.name === 'batch.yml' ? { ...file, text: 'version: [1' } : file,
    );
    const found = mistakes(files);
    expect(found.some((line) => /^batch\.yml:line : is not YAML here/.test(line))).toBe(true);
    expect(found.some((line) => /^shop\.yml:line team: "nobody" is no team/.test(line))).toBe(true);
  });

  it('says what is missing where there is no service at all', () => {
    const [organisation] = threeServices().filter(({ name }) => name === 'organisation.yml');
    expect(mistakes([organisation as { name: string; text: string }])).toEqual([expect.stringMatching(/stands alone/)]);
  });
});
