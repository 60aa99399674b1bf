import { PermanentError } from '../../../src/domain/errors.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { PlaybookError } from '../../../src/domain/playbook/playbook-error.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { COUPON_YML, couponYml } from '../../support/scenario/shipped-playbook.ts';

function refusal(text: string, known = {}): PlaybookError {
  try {
    parsePlaybook(text, 'coupon.yml', known);
  } catch (error) {
    if (error instanceof PlaybookError) return error;
    throw error;
  }
  throw new Error('the playbook was accepted');
}

/** The shipped playbook with one passage changed, and the line on which the changed passage ends. */
function changed(passage: string, replacement: string): { text: string; line: number } {
  const at = COUPON_YML.indexOf(passage);
  if (at < 0) throw new Error(`the playbook does not hold: ${passage}`);
  const before = COUPON_YML.slice(0, at) + replacement;
  return { text: before + COUPON_YML.slice(at + passage.length), line: before.split('\n').length };
}

describe('one mistake is reported with its line and path:', () => {
  it.each<[what: string, passage: string, replacement: string, expected: string]>([
    ['a zone', 'zone: Asia/Seoul', 'zone: Asia/Soul', 'team.zone: is not an IANA time zone such as Asia/Seoul (found "Asia/Soul")'],
    ['a Slack id', 'slack: U0MINJI', 'slack: minji', 'team.people.minji.slack: is not a Slack user id'],
    ['a channel id', 'status: C0STATUS', 'status: "#status"', 'team.channels.status: is not a Slack channel id'],
    ['an e-mail', 'email: minji@example.com', 'email: minji', 'team.people.minji.email: is not an e-mail address (found "minji")'],
    ['a phone', 'name: Kim Minji,', 'name: Kim Minji, phone: 010-123,', 'team.people.minji.phone: is not a phone number'],
    ['a choice', 'language: en ', 'language: kr ', 'team.language: "kr" is not a language of this playbook: did you mean "ko"?'],
    [
      'a language of nobody',
      'language: en ',
      'language: en\n  languages: { people: { minjy: ko } } ',
      'team.languages.people.minjy: "minjy" is not one of team.people: did you mean "minji"?',
    ],
    ['a time', 'from: "10:00"', 'from: "25:00"', 'team.workingHours.from: is not a time such as 09:00'],
    ['a day that ends before it begins', 'to: "19:00"', 'to: "09:00"', 'team.workingHours.to: must be later than from (10:00)'],
    [
      'a duration',
      'within: 5m',
      'within: five minutes',
      'rows.A1.within: is not a duration: write it like 30s, 5m, 1h30m or 7d (found "five minutes")',
    ],
    ['a number for a duration', 'trend: 15m', 'trend: 15', 'briefing.trend: wanted text, found 15'],
    ['a number in quotes', 'above: 1000', 'above: "1000"', 'signals.kafka_lag.thresholds[0].above: wanted a number, found "1000"'],
    ['text for a map', 'service:\n  key: coupon', 'service: coupon\nextra:\n  key: coupon', 'extra: is not known here'],
    ['an unknown key', 'unit: seconds', 'units: seconds', 'signals.response_time_p95.units: is not known here: did you mean "unit"?'],
    ['an unknown section', 'permissions: {}', 'permission: {}', 'permission: is not known here: did you mean "permissions"?'],
    ['a key of another shape', '  rate-limit:\n', '  Rate Limit:\n', 'mitigations.Rate Limit: is not a mitigation name'],
    ['a row named L', '  G1: {', '  L1: {', 'rows.L1: is not a row id such as A1'],
    ['an unknown event', 'keptBy: page.sent', 'keptBy: page.send', 'rows.A1.keptBy: wanted one of manual, page.sent'],
    ['an empty list', 'L2: [sora, dohyun]', 'L2: []', 'team.oncall.L2: must not be empty'],
    ['an unknown person', 'qa: [yuna]', 'qa: [juna]', 'team.notify.qa[0]: "juna" is not one of team.people: did you mean "yuna"?'],
    [
      'a way to page twice',
      'operations: [hana, dohyun, sora, minji, junho]\n',
      'operations: [hana, dohyun, sora, minji, junho]\n  paging: { order: [slack, sms, slack] }\n',
      'team.paging.order[2]: "slack" is listed twice',
    ],
    [
      'a webhook',
      'operations: [hana, dohyun, sora, minji, junho]\n',
      'operations: [hana, dohyun, sora, minji, junho]\n  paging: { webhook: "ftp://x.example" }\n',
      'team.paging.webhook: is not an http(s) address',
    ],
    ['a person twice', 'leads: [dohyun]', 'leads: [dohyun, dohyun]', 'team.leads[1]: "dohyun" is listed twice'],
    ['one Slack id for two', 'slack: U0JUNHO', 'slack: U0MINJI', 'team.people.junho.slack: is also the Slack id of minji'],
    [
      'an unknown signal in the briefing',
      'db_pool_used, redis_lock_wait, gc',
      'db_pool_use, redis_lock_wait, gc',
      'briefing.signals[3]: "db_pool_use" is not one of signals: did you mean "db_pool_used"?',
    ],
    [
      'an unknown signal of a cause',
      'signals: [redis_lock_hold]\n',
      'signals: [redis_lock_held]\n',
      '.signals[0]: "redis_lock_held" is not one of signals',
    ],
    [
      'a component that depends on itself',
      'dependsOn: [lock, consumers, database, jvm]',
      'dependsOn: [lock, consumers, database, jvm, api]',
      'components.api.dependsOn: "api" depends on itself',
    ],
    [
      'evidence of an unknown signal',
      'when: [{ signal: redis_lock_hold, is',
      'when: [{ signal: redis_hold, is',
      '.signal: "redis_hold" is not one of signals',
    ],
    [
      'evidence that tests nothing',
      'when: [{ signal: redis_lock_hold, is: high }]',
      'when: [{ signal: redis_lock_hold }]',
      'needs either is or moreThan',
    ],
    [
      'an unknown mitigation',
      'mitigations: [restart-consumers, tune-gc',
      'mitigations: [restart-consumer, tune-gc',
      'scenarios.S5.mitigations[0]: "restart-consumer" is not one of mitigations',
    ],
    [
      'a mitigation for waived rows only',
      'mitigations: [restart-consumers, tune-gc',
      'mitigations: [rate-limit, tune-gc',
      'scenarios.S5.mitigations[0]: "rate-limit" only serves I1, which this scenario waives',
    ],
    [
      'a second person beside what runs by itself',
      'limits: { min: 0, max: 5000 }',
      'guard: { second: lead }\n    auto: { scenarios: [S1] }',
      'mitigations.rate-limit.auto: runs by itself what `guard.second` wants approved by a second person',
    ],
    [
      'a signal that a mitigation asks for',
      'partitionsSignal: kafka_partitions,',
      'partitionsSignal: kafka_partition,',
      'mitigations.scale-consumers.with.partitionsSignal: "kafka_partition" is not one of signals: did you mean "kafka_partitions"?',
    ],
    [
      'limits the wrong way round',
      'limits: { min: 0, max: 5000 }',
      'limits: { min: 10, max: 5 }',
      'mitigations.rate-limit.limits.max: must not be less than min (10)',
    ],
    [
      'a target that names nothing to set',
      '# on: [{ http: { url: "http://coupon-api:8081/ops/settings", field: issuesPerSecond } }]',
      'on: [{ kubernetes: { namespace: coupon } }]',
      'mitigations.rate-limit.on[0].kubernetes: name either a deployment or a configMap with its key',
    ],
    [
      'a config map without its key',
      '# on: [{ http: { url: "http://coupon-api:8081/ops/settings", field: issuesPerSecond } }]',
      'on: [{ kubernetes: { namespace: coupon, configMap: limits } }]',
      'on[0].kubernetes: a configMap and its key belong together',
    ],
    [
      'a role without a setting',
      '# on: [{ http: { url: "http://coupon-api:8081/ops/settings", field: issuesPerSecond } }]',
      'on: [{ postgres: { sessions: coupon, role: app } }]',
      'on[0].postgres: a role belongs to a setting',
    ],
    [
      'offsets of nobody',
      '# on: [{ http: { url: "http://coupon-api:8081/ops/settings", field: issuesPerSecond } }]',
      'on: [{ kafka: { topic: coupons, set: offsets } }]',
      'on[0].kafka: name the group whose offsets are set',
    ],
    [
      'a program without its path',
      '# on: [{ http: { url: "http://coupon-api:8081/ops/settings", field: issuesPerSecond } }]',
      'on: [{ command: { read: [/bin/cat, /limit], set: [limit, "{to}"] } }]',
      'on[0].command: begin `read` and `set` with the whole path of a program',
    ],
    [
      'a program that is not told the value',
      '# on: [{ http: { url: "http://coupon-api:8081/ops/settings", field: issuesPerSecond } }]',
      'on: [{ command: { read: [/bin/cat, /limit], set: [/bin/limit] } }]',
      'on[0].command: `set` needs {to}, where the value goes',
    ],
    [
      'an unknown waived row',
      '      I3: { en: The DB pool is not the bottleneck of a GC',
      '      I9: { en: The DB pool is not the bottleneck of a GC',
      'scenarios.S5.waive.I9: "I9" is not one of rows',
    ],
    ['an analysis of no signal', 'M1: [kafka_lag', 'M1: [kafka_lagg', 'analysis.signals.M1[0]: "kafka_lagg" is not one of signals'],
    [
      'an analysis of a row that is no analysis',
      '    G2: [redis]',
      '    I2: [redis]',
      'analysis.inspect.I2: "I2" is not a row of the phase analyse',
    ],
    [
      'a log with a pattern that is none',
      "match: 'not acquired'",
      "match: 'not (acquired'",
      'analysis.logs[1].patterns[0].match: is not a regular expression of JavaScript',
    ],
    ['two logs of one name', 'name: lock', 'name: consumer', 'analysis.logs[1].name: "consumer" is there twice'],
    [
      'a heap that would be counted all the time',
      'actuator: "http://coupon-api:8081/actuator" }',
      'actuator: "http://coupon-api:8081/actuator", baselineEvery: 1m }',
      'analysis.jvm[0].baselineEvery: is too often: a count stops the JVM for a moment, so 10m is the least',
    ],
    [
      'no pace of heap counts',
      'actuator: "http://coupon-api:8081/actuator" }',
      'actuator: "http://coupon-api:8081/actuator", baselineEvery: soon }',
      'analysis.jvm[0].baselineEvery: is not a duration: write it like 6h or 1d, or never (found "soon")',
    ],
    [
      'an unknown cause of a row',
      'causes: [S2, S3]',
      'causes: [S2, S3/leek]',
      'rows.I2.causes[1]: "S3/leek" is not a scenario, nor a cause of one',
    ],
    ['no cause of a row', 'causes: [S2, S3]', 'causes: [S2, kafka]', 'rows.I2.causes[1]: is not a scenario such as S2, nor a cause'],
    [
      'a reminder before the row begins',
      'remindBefore: 15m',
      'remindBefore: 60m',
      'rows.R3.remindBefore: must be shorter than within (60m)',
    ],
    ['a need of no row', '    G3: [logs, pools]', '    G9: [logs, pools]', 'analysis.needs.G9: "G9" is not a row of the phase analyse'],
    [
      'a need of nothing',
      '    G3: [logs, pools]',
      '    G3: [logs, pool]',
      'analysis.needs.G3[1]: wanted one of signals, inspect, logs, jvm, pools, traffic',
    ],
    [
      'a selector',
      `prometheus: '{job=~"coupon-.*"}'`,
      `prometheus: 'job="a"'`,
      'analysis.pools[0].prometheus: is not a selector such as {job="coupon-api"}',
    ],
    ['a pool from nowhere', `, prometheus: '{job=~"coupon-.*"}' }`, ' }', 'analysis.pools[0]: needs either prometheus or actuator'],
    ['a threshold without bound', 'id: D1, above: 1000', 'id: D1', 'signals.kafka_lag.thresholds[0]: needs either above or below'],
    [
      'a threshold id at two signals',
      'id: D4, above: 0.85',
      'id: D3, above: 0.85',
      'signals.cpu.thresholds[0].id: D3 already stands at the signal db_pool_used',
    ],
    [
      'a threshold that suggests nothing',
      'level: warning, scenario: S4',
      'level: warning, scenario: S9',
      'signals.cpu.thresholds[0].scenario: "S9" is not one of scenarios',
    ],
    [
      'an escalation out of order',
      'level: operations, at: 60m',
      'level: operations, at: 20m',
      'escalation[2].at: must be later than the steps before it',
    ],
    [
      'an escalation after it was due',
      'level: L2, at: 30m',
      'level: L2, at: 40m',
      'escalation[1].at: must be earlier than 35m, when row A2 is due',
    ],
    ['an escalation of no row', '- { id: A3', '- { id: A4', 'escalation[2].id: "A4" is not one of rows'],
    [
      'a row that begins after its end',
      'after: 15m, within: 30m, keptBy: logs.collected, title: { en: "Kafka',
      'after: 45m, within: 30m, keptBy: logs.collected, title: { en: "Kafka',
      'rows.G1.within: must be longer than after (45m)',
    ],
    ['a row without time', 'from: detection, within: 10m', 'from: detection', 'rows.I1: needs within, because it counts from detection'],
    [
      'a time for a row that always runs',
      'C1: { phase: communicate, from: continuous',
      'C1: { phase: communicate, from: continuous, within: 5m',
      'rows.C1.within: has no meaning for a row that runs all the time',
    ],
    ['a notice without text', 'message: notice.spread, ', '', 'rows.P3: is kept by a notice, so it needs a message'],
    [
      'an unknown text',
      'message: update.status',
      'message: update.state',
      'rows.X1.message: "update.state" is not one of messages: did you mean "update.status"?',
    ],
    ['an unknown placeholder', '{waitMinutes} minutes.', '{minutes} minutes.', 'messages.notice.spread.en: "minutes" is not a placeholder'],
    ['a follow-up that is a row', '  N2:\n', '  T2:\n', 'followUps.T2: is already the id of a row'],
    [
      'an owner nobody knows',
      'owner: junho',
      'owner: junhoo',
      'followUps.N2.owner: "junhoo" is not one of team.people: did you mean "junho"?',
    ],
    ['another version', 'version: 1\n', 'version: 2\n', 'version: wanted 1, found 2'],
  ])('%s', (_, passage, replacement, expected) => {
    const { text, line } = changed(passage, replacement);
    const { problems, message } = refusal(text);
    const found = problems.map((problem) => `${problem.path}: ${problem.message}`);
    const problem = problems[found.findIndex((one) => one.includes(expected))];
    expect(found.join('\n')).toContain(expected);
    // A passage that ends with its line break is followed by the next line.
    const ends = /\n$/.test(replacement) ? line - 1 : line;
    if (!replacement.includes('\nextra')) expect([expected, problem?.line]).toEqual([expected, ends]);
    expect(message).toContain(`coupon.yml:${problem?.line}: ${problem?.path}: ${problem?.message}`);
  });
});

describe('all mistakes are reported at once', () => {
  it('in the order of the file, of shape and of sense alike', () => {
    const text = couponYml(
      ['zone: Asia/Seoul', 'zone: Asia/Soul'],
      ['qa: [yuna]', 'qa: [juna]'],
      ['language: en ', ''],
      ['level: L2, at: 30m', 'level: L2, at: 40m'],
      ['owner: sora', 'ownr: sora'],
    );
    const error = refusal(text);
    expect(error.problems.map(({ path }) => path)).toEqual([
      'team.language',
      'team.zone',
      'team.notify.qa[0]',
      'escalation[1].at',
      'followUps.N1.ownr',
    ]);
    expect(error.message).toMatch(/^The playbook coupon\.yml cannot be used, 5 mistakes:\n/);
    expect(error.message.split('\n')).toHaveLength(6);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error.code).toBe('playbook_invalid');
  });

  it('with the column of the value', () => {
    const { problems } = refusal(couponYml(['zone: Asia/Seoul', 'zone: Asia/Soul']));
    const said = { found: '"Asia/Soul"', wanted: 'is not an IANA time zone such as Asia/Seoul' };
    expect(problems).toEqual([{ path: 'team.zone', line: 10, column: 9, message: expect.any(String), ...said }]);
  });
});

describe('what is not YAML', () => {
  it.each([
    ['an unclosed bracket', 'L1: [minji, junho]', 'L1: [minji, junho'],
    ['a key twice', '    planning: [taeho]', '    planning: [taeho]\n    planning: [taeho]'],
    ['a tab', '  leads: [dohyun]', '\tleads: [dohyun]'],
    ['an unclosed quote', 'from: "10:00"', 'from: "10:00'],
  ])('is refused with its line: %s', (_, passage, replacement) => {
    const { text, line } = changed(passage, replacement);
    const { problems, message } = refusal(text);
    // The parser may notice on a later line; it never points before the mistake.
    expect(problems[0]?.line).toBeGreaterThanOrEqual(line);
    expect(problems[0]?.line).toBeLessThanOrEqual(line + 2);
    expect(message).toMatch(/coupon\.yml:\d+: is not YAML here: /);
  });

  it.each([
    ['nothing', '', 'is empty'],
    ['only a comment', '# nothing yet\n', 'is empty'],
    ['a word', 'playbook\n', 'wanted a map, found "playbook"'],
    ['a list', '- version: 1\n', 'wanted a map, found a list'],
    ['an alias to nothing', 'version: *one\n', 'one'],
  ])('or not a playbook at all is refused: %s', (_, text, expected) => {
    const { problems, message } = refusal(text);
    expect(message).toContain(expected);
    expect(problems[0]?.line).toBe(1);
  });

  it.each([
    ['an event that nothing says', 'keptBy: people.invited', 'keptBy: people.invitd', 'rows.C3.keptBy', 'did you mean "people.invited"?'],
    ['an event of rows', 'keptBy: manual', 'keptBy: deadline.kept', 'rows.C1.keptBy', 'found "deadline.kept"'],
    [
      'no subcommand',
      'permissions: {}',
      'permissions: { keap: lead }',
      'permissions.keap',
      '"keap" is not a subcommand: did you mean "keep"?',
    ],
    [
      'no subcommand at all',
      'permissions: {}',
      'permissions: { launch-rockets: everyone }',
      'permissions.launch-rockets',
      '"launch-rockets" is not a subcommand',
    ],
  ])('names what is not there, with its line: %s', (_, before, after, path, expected) => {
    const text = couponYml(['keptBy: briefing.posted', 'keptBy: manual'], [before, after]);
    const line = text.slice(0, text.indexOf(after)).split('\n').length;
    const { problems } = refusal(text, KNOWN_NAMES);
    expect(problems).toEqual([expect.objectContaining({ line, path, message: expect.stringContaining(expected) })]);
  });

  it('may give every subcommand to whom it likes', () => {
    const permissions = Object.fromEntries((KNOWN_NAMES.commands ?? []).map((name) => [name, 'lead']));
    const text = couponYml(['permissions: {}', `permissions: ${JSON.stringify(permissions)}`]);
    expect(parsePlaybook(text, 'coupon.yml', KNOWN_NAMES).permissions).toEqual(permissions);
  });

  it('may have rows of more digits', () => {
    const text = couponYml([/ {2}C3: \{ phase/, '  C310: { phase'], [/ {2}C1: \{ phase/, '  C10: { phase']);
    expect(Object.keys(parsePlaybook(text, 'coupon.yml', KNOWN_NAMES).rows)).toEqual(expect.arrayContaining(['C10', 'C310']));
  });

  it('is not read twice: anchors work', () => {
    const text = couponYml(['sev1: 30m, sev2: 30m, sev3: 30m', 'sev1: &often 30m, sev2: *often, sev3: *often']);
    expect(parsePlaybook(text, 'coupon.yml').updates.every.sev3).toBe(1_800_000);
  });
});
