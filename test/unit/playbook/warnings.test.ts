import { parse } from 'yaml';
import { warningsOf } from '../../../src/domain/playbook/checks/warnings.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { pathText } from '../../../src/domain/playbook/playbook-error.ts';
import { add, type Edit, editedPlaybook, remove, set } from '../../support/scenario/edit-playbook.ts';

const NOW = new Date('2026-03-03T05:00:00.000Z');

/** What looks wrong after these edits, without what looks wrong in the shipped playbook as it is. */
function warnings(...edits: Edit[]): string[] {
  const saidOf = (list: readonly Edit[]) =>
    warningsOf(parsePlaybook(editedPlaybook(list), 'ours.yml'), NOW).map(({ path, message }) => `${pathText(path)}: ${message}`);
  const usual = saidOf([]);
  return saidOf(edits).filter((said) => !usual.includes(said));
}

const route = (...routes: string[]) =>
  add(
    'alerts.routes',
    routes.map((text) => parse(text) as unknown),
  );

it('of the shipped playbook: two numbers without a limit', () => {
  const playbook = parsePlaybook(editedPlaybook([]), 'ours.yml');
  expect(warningsOf(playbook, NOW).map(({ path }) => pathText(path))).toEqual(['briefing.signals[4]', 'briefing.signals[7]']);
});

it.each<[what: string, edits: Edit[], said: RegExp]>([
  [
    'a level that nobody is in for a time',
    [set('team.oncall.L2', { schedule: { layers: [{ name: 'w', people: ['sora', 'dohyun'], rotate: 'weekly', start: '2026-03-10' }] } })],
    /^team\.oncall\.L2\.schedule: nobody serves from 2026-03-03/,
  ],
  [
    'a level that is never paged',
    [set('escalation', [{ id: 'A1', level: 'L1', at: '0s' }]), set('rows.A2.keptBy', 'manual'), set('rows.A3.keptBy', 'manual')],
    /^team\.oncall\.L2: nobody of L2 is ever paged/,
  ],
  ['a signal without a threshold in the briefing', [remove('signals.cpu.thresholds')], /^briefing\.signals\[6\]: cpu has no threshold/],
  ['a person nobody uses', [set('team.notify.qa', [])], /^team\.people\.yuna: is on no level/],
  ['a row that bongsu must keep by hand', [set('rows.T2.who', 'bongsu')], /^rows\.T2\.keptBy: review\.written: only a person/],
  [
    'a row of logs that nobody reads',
    [remove('analysis.logs'), remove('analysis.inspect.G1'), remove('analysis.needs.G3')],
    /^rows\.G1\.keptBy: logs\.collected: nothing under analysis is for G1/,
  ],
  ['a heap that nobody counts', [set('analysis.jvm', [])], /^rows\.M2\.keptBy: heap-dump\.analysed: analysis\.jvm is empty/],
  ['a bridge without rooms', [set('team.bridge', {})], /keptBy: bridge\.opened: team\.bridge has neither/],
])('%s', (_, edits, said) => {
  expect(warnings(...edits).filter((one) => said.test(one))).toHaveLength(1);
});

describe('a route that never matches', () => {
  it.each([
    ['{ match: {}, severity: sev2 }', '{ match: { alertname: Lag }, ignore: true }'],
    ['{ match: { alertname: Lag }, ignore: true }', '{ match: { alertname: Lag, team: a }, severity: sev1 }'],
    ['{ match: { alertname: "/Kafka.*/" }, scenario: S2 }', '{ match: { alertname: KafkaLag }, severity: sev1 }'],
    ['{ match: { alertname: "/Kafka.*/" }, scenario: S2 }', '{ match: { alertname: "/KafkaLag|KafkaDown/" }, severity: sev1 }'],
    ['{ match: { alertname: "/a.*/" }, scenario: S2 }', '{ match: { alertname: "/a.*/" }, severity: sev1 }'],
  ])('%s before %s', (...routes) => {
    expect(warnings(route(...routes)).filter((said) => said.startsWith('alerts.routes[1]: never matches: the first route'))).toHaveLength(
      1,
    );
  });

  it.each([
    ['{ match: { alertname: Lag, team: a }, ignore: true }', '{ match: { alertname: Lag }, severity: sev1 }'],
    ['{ match: { alertname: "/Kafka.*/" }, scenario: S2 }', '{ match: { alertname: "/K.*/" }, severity: sev1 }'],
    ['{ match: { alertname: "/Kafka/" }, scenario: S2 }', '{ match: { alertname: KafkaLag }, severity: sev1 }'],
  ])('is none: %s before %s', (...routes) => {
    expect(warnings(route(...routes))).toEqual([]);
  });
});

it('a heartbeat of which an incident would be made', () => {
  const everything = '{ match: {}, severity: sev2 }';
  expect(warnings(route(everything))).toEqual([expect.stringMatching(/^alerts\.routes\[0\]: also takes heartbeats/)]);
  const away = ['{ match: { severity: none }, ignore: true }', '{ match: { alertname: Watchdog }, ignore: true }'];
  expect(warnings(route(...away, everything))).toEqual([]);
  expect(warnings(route('{ match: { team: payments }, severity: sev2 }'))).toEqual([]);
});
