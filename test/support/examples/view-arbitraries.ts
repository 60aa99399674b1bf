import fc from 'fast-check';
import type { Verdict } from '../../../src/domain/briefing/compare-readings.ts';
import type { ReadingChange } from '../../../src/domain/briefing/reading-change.ts';
import type { ReasonView } from '../../../src/domain/deadlines/reason.ts';
import { type Incident, MOVES } from '../../../src/domain/incident/incident.ts';
import { INCIDENT_STATES, ROLES, SEVERITIES } from '../../../src/domain/incident/states.ts';
import type { Said } from '../../../src/domain/language/said.ts';
import type { ReadingState } from '../../../src/domain/signals/reading.ts';
import { PUBLIC_NOTICE_KINDS } from '../../../src/domain/updates/public-status.ts';
import type { BridgeView, BriefingView } from '../../../src/views/briefing.ts';
import type { MovedView } from '../../../src/views/changes.ts';
import type { DeadlineView } from '../../../src/views/deadlines.ts';
import type { AssignModalView } from '../../../src/views/forms.ts';
import type { ListView, StatusView } from '../../../src/views/lists.ts';
import type { OncallLevelView, OncallView } from '../../../src/views/oncall.ts';
import type { PageView } from '../../../src/views/paging.ts';
import { type DeclarerView, PARTS, type ProblemView } from '../../../src/views/problems.ts';
import type { ReadingView } from '../../../src/views/readings.ts';
import type { RolesView } from '../../../src/views/roles.ts';
import type { AnnouncementView, UpdateView } from '../../../src/views/updates.ts';

/** Views as bad as people, vendors and numbers can make them. Only these ids may be mentioned in what comes out. */
export const KNOWN = { users: ['U0KIM', 'U0LEE', 'W0PARK'], channels: ['C0INC7', 'G0PRIVATE'] };

const NASTY = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<@UVICTIM1>',
  '<#CSECRET1>',
  '<https://evil.example|https://zoom.us/j/1>',
  '<!date^0^{time}|x>',
  '<!subteam^S1>',
  '@channel @here #general',
  '&lt;!channel&gt;',
  '&amp;lt;',
  '&',
  '<',
  '>',
  '*bold* _it_ ~st~ `code` ```pre',
  '**',
  '```',
  '쿠폰 발급이 지연되고 있습니다',
  '한글',
  '👩‍👩‍👧‍👦',
  '🇰🇷',
  '👍🏽',
  'e\u0301\u0302\u0303',
  '\ud83d',
  '\udd25',
  '\u202egnp.exe',
  '\u0000\u0007',
  '\n\n\n> quote\n• list',
  '\r\n',
  '\t',
  '\u200b',
  '\u3164',
  ' ',
  '',
  'https://grafana.example.com/d/1?a=1&b=<2>|x',
  '"}]',
  '{placeholder}',
  '$&$1',
];

/** Text that somebody could type, paste or send. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...NASTY) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 10 })), { maxLength: 12 })
      .map((p) => p.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...NASTY), fc.integer({ min: 100, max: 4_000 }))
      .map(([piece, n]) => piece.repeat(Math.ceil(n / Math.max(1, piece.length)))),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
  },
);

const user = fc.oneof(
  fc.constantFrom(...KNOWN.users),
  nastyText.map((text) => `x${text}`),
);

const channel = fc.oneof(
  fc.constantFrom(...KNOWN.channels),
  nastyText.map((text) => `x${text}`),
);

export const url = fc.oneof(
  fc.constantFrom(
    'https://zoom.us/j/123?pwd=a&b=c',
    'http://meet.example.com/방',
    'javascript:alert(1)',
    'not a url',
    `https://x.example/${'a'.repeat(4_000)}`,
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  nastyText,
);

export const bilingual = fc.record({ en: nastyText, ko: nastyText });

export const date = fc.oneof(
  { weight: 6, arbitrary: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }) },
  { weight: 1, arbitrary: fc.date() },
);

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

export const incident: fc.Arbitrary<Incident> = fc.record({
  service: fc.constantFrom('coupon', 'web-shop'),
  playbookVersion: fc.constantFrom(null, '0123456789ab'),
  id: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.maxSafeNat()),
  title: nastyText,
  severity: fc.constantFrom(...SEVERITIES),
  state: fc.constantFrom(...INCIDENT_STATES),
  scenario: maybe(fc.constantFrom('S1', 'S5')),
  private: fc.boolean(),
  declaredBy: fc.oneof(
    user,
    nastyText.map((name) => `alert:${name}`),
    nastyText.map((name) => `watch:${name}`),
  ),
  declaredVia: fc.constantFrom('slack', 'alert', 'watch', 'cli'),
  detectedAt: date,
  onsetAt: date,
  clockStartedAt: date,
  mitigatedAt: maybe(date),
  resolvedAt: maybe(date),
  closedAt: maybe(date),
  cancelledAt: maybe(date),
  version: fc.nat(),
  language: fc.constant(null),
  dedupKey: fc.constant(null),
  channelId: maybe(channel),
  channelName: maybe(nastyText),
  threadTs: fc.constant(null),
  briefingTs: fc.constant(null),
  bridgeUrl: maybe(url),
  bridgeKind: fc.constantFrom('zoom' as const, 'fallback' as const, null),
});

/** Leaves keys out instead of setting them to undefined, as exactOptionalPropertyTypes asks. */
export function some<T, K extends keyof T>(model: { [P in keyof T]: fc.Arbitrary<T[P]> }, requiredKeys: K[]) {
  return fc.record(model, { requiredKeys });
}

export const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.double({ min: 0, max: 1 }),
  fc.constantFrom(0, -0, 1e300, -1e300, 5e-324, Number.MAX_VALUE, 0.9999, 0.99995),
);

const readingState = fc.constantFrom<ReadingState>('normal', 'warning', 'critical', 'no-data', 'unreachable');
const verdict = fc.constantFrom<Verdict>('better', 'worse', 'higher', 'lower', 'same', 'unknown');

const change: fc.Arbitrary<ReadingChange> = some(
  { opening: verdict, mitigation: fc.record({ verdict, at: date }), abnormal: fc.record({ since: date, earlier: fc.boolean() }) },
  [],
);

export const readingView: fc.Arbitrary<ReadingView> = some(
  {
    key: fc.string({ maxLength: 8 }),
    title: bilingual,
    unit: fc.constantFrom('seconds', 'ratio', 'messages', 'per-second', 'count', 'bytes', 'bytes-per-second'),
    better: fc.constantFrom('lower', 'higher', 'neither'),
    thresholds: fc.array(
      some(
        { id: fc.constantFrom('D1', 'D2'), above: number, below: number, level: fc.constantFrom('warning' as const, 'critical' as const) },
        ['id', 'level'],
      ),
      { maxLength: 4 },
    ),
    reading: some(
      {
        signal: fc.constant('s'),
        state: readingState,
        value: number,
        at: date,
        trend: fc.array(maybe(number), { maxLength: 70 }),
        problem: nastyText,
      },
      ['signal', 'state', 'trend'],
    ),
    change,
  },
  ['key', 'title', 'unit', 'better', 'thresholds', 'reading'],
);

const readings = fc.array(readingView, { maxLength: 30 });

const roles: fc.Arbitrary<RolesView> = fc.record(
  Object.fromEntries(ROLES.map((role) => [role, user])) as Record<(typeof ROLES)[number], typeof user>,
  { requiredKeys: [] },
);

const scenario = fc.record({ id: nastyText, title: bilingual, effect: bilingual });

export const problem: fc.Arbitrary<ProblemView> = some(
  {
    part: fc.constantFrom(...PARTS),
    code: fc.oneof(fc.constantFrom('missing_scope', 'timeout', 'toString', '__proto__'), nastyText),
    text: nastyText,
    retrying: fc.boolean(),
    instead: fc.oneof(url, nastyText),
    people: fc.array(user, { maxLength: 40 }),
  },
  ['part', 'text', 'retrying'],
);

const problems = fc.array(problem, { maxLength: 20 });

const bridge: fc.Arbitrary<BridgeView> = fc.oneof(
  fc.constant({ state: 'opening' as const }),
  some({ state: fc.constant('open' as const), url, kind: fc.constantFrom('zoom' as const, 'fallback' as const), problem: nastyText }, [
    'state',
    'url',
    'kind',
  ]),
  some({ state: fc.constant('failed' as const), problem: nastyText, url }, ['state', 'problem']),
);

export const reasonView: fc.Arbitrary<ReasonView> = fc.oneof(
  fc.record({ code: fc.constantFrom('private', 'recovered', 'mitigated', 'reopened', 'cancelled', 'held', 'no-working-hour', 'moved') }),
  fc.record({ code: fc.constant('said'), text: fc.oneof<fc.Arbitrary<Said>[]>(nastyText, bilingual) }),
  fc.record({ code: fc.constant('scenario'), why: fc.oneof<fc.Arbitrary<Said>[]>(nastyText, bilingual), title: bilingual }),
  fc.record({ code: fc.constantFrom('scenario', 'cause', 'mitigation', 'named'), title: bilingual }),
  fc.record({ code: fc.constant('followed'), minutes: fc.nat() }),
  fc.record({
    code: fc.constant('collected'),
    signals: fc.array(bilingual, { maxLength: 30 }),
    sources: fc.array(fc.oneof<fc.Arbitrary<Said>[]>(nastyText, bilingual), { maxLength: 30 }),
  }),
  fc.record({ code: fc.constant('accepted'), path: nastyText }),
);

const deadline: fc.Arbitrary<DeadlineView> = some(
  {
    id: nastyText,
    title: bilingual,
    dueAt: date,
    state: fc.constantFrom('pending' as const, 'kept' as const, 'missed' as const, 'waived' as const),
    reason: reasonView,
  },
  ['id', 'title', 'dueAt'],
);

export const briefingView: fc.Arbitrary<BriefingView> = some(
  {
    incident,
    readings,
    metricsProblem: nastyText,
    readAt: date,
    waiting: fc.boolean(),
    scenario,
    roles,
    bridge,
    nextDeadline: deadline,
    problems,
    chart: fc.record({ fileId: fc.constantFrom('F0CHART'), altText: nastyText }),
    following: fc.record({ until: date, done: fc.boolean() }),
    now: date,
    editedAt: date,
  },
  ['incident', 'readings', 'roles', 'bridge', 'problems', 'now'],
);

export const announcementView: fc.Arbitrary<AnnouncementView> = some(
  { incident, channelId: channel, bridgeUrl: url, scenario, now: date },
  ['incident', 'now'],
);

export const pageView: fc.Arbitrary<PageView> = some(
  {
    incident,
    level: fc.constantFrom('L1' as const, 'L2' as const, 'operations' as const),
    channelId: channel,
    bridgeUrl: url,
    readings,
    attempt: fc.nat(),
    pageId: fc.integer({ min: 1, max: 2_147_483_647 }),
    acknowledged: fc.record({ by: user, at: date }),
    now: date,
  },
  ['incident', 'level', 'readings', 'now'],
);

export const updateView: fc.Arbitrary<UpdateView> = some(
  {
    incident,
    sequence: fc.nat(),
    readings,
    scenario,
    previous: readings,
    message: nastyText,
    done: fc.array(nastyText, { maxLength: 20 }),
    nextAt: date,
    now: date,
  },
  ['incident', 'sequence', 'readings', 'now'],
);

export const declarerView: fc.Arbitrary<DeclarerView> = some(
  { incident, channelId: channel, threadTs: fc.constant('1.2'), bridgeUrl: url, problems },
  ['incident', 'problems'],
);

export const partView = fc.record({ incident, problem, recovered: fc.boolean(), now: date });

export const movedView: fc.Arbitrary<MovedView> = some(
  {
    incident,
    move: fc.constantFrom(...MOVES),
    by: user,
    note: nastyText,
    withdrawn: fc.subarray([...PUBLIC_NOTICE_KINDS]),
    now: date,
  },
  ['incident', 'move', 'by', 'now'],
);

export const severityView = fc.record({ incident, from: fc.constantFrom(...SEVERITIES), by: user, reason: nastyText, now: date });
export const assignedView = fc.record({ incident, role: fc.constantFrom(...ROLES), user, by: user, now: date });
export const noteView = fc.record({ incident, by: user, text: nastyText, at: date });

export const listView: fc.Arbitrary<ListView> = some(
  {
    incidents: fc.array(incident, { maxLength: 45 }),
    page: fc.oneof(fc.integer({ min: -2, max: 8 }), fc.double()),
    total: fc.nat({ max: 100_000 }),
    scope: fc.constantFrom('active' as const, 'all' as const),
    now: date,
  },
  ['incidents', 'page', 'scope', 'now'],
);

export const statusView: fc.Arbitrary<StatusView> = some(
  { incident, readings, roles, bridgeUrl: url, scenario, deadlines: fc.array(deadline, { maxLength: 40 }), problems, now: date },
  ['incident', 'readings', 'roles', 'deadlines', 'problems', 'now'],
);

const oncallLevel: fc.Arbitrary<OncallLevelView> = some(
  {
    level: fc.constantFrom('L1' as const, 'L2' as const, 'operations' as const),
    source: fc.constantFrom('list' as const, 'schedule' as const, 'user-group' as const),
    why: fc.constantFrom('turn' as const, 'stand-in' as const, 'override' as const, 'gap' as const),
    user,
    layer: nastyText,
    fallsTo: fc.constantFrom('L2' as const, 'operations' as const),
    next: some({ at: date, user }, ['at']),
    others: fc.array(user, { maxLength: 30 }),
    putInBy: user,
  },
  ['level', 'source', 'why', 'others'],
);

export const oncallView: fc.Arbitrary<OncallView> = some(
  {
    levels: fc.array(oncallLevel, { maxLength: 3 }),
    done: fc.oneof(
      fc.record({ done: fc.constant('put' as const), user, level: fc.constantFrom('L1' as const, 'L2' as const), until: date }),
      fc.record({ done: fc.constant('cleared' as const), ended: fc.nat() }),
    ),
    now: date,
  },
  ['levels', 'now'],
);

export const helpView = fc.array(fc.record({ usage: nastyText, summary: nastyText }), { maxLength: 60 });

export const openDraft = fc.record(
  { title: nastyText, severity: fc.constantFrom(...SEVERITIES), private: fc.boolean() },
  { requiredKeys: [] },
);

export const assignModalView: fc.Arbitrary<AssignModalView> = fc.record({ incident, roles });
export const topicView = fc.record({ incident, bridgeUrl: url, roles }, { requiredKeys: ['incident'] });
