import '../../support/examples/pseudo-language.ts';
import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { ReproductionPath } from '../../../src/domain/analysis/traffic.ts';
import type { ChatMessage } from '../../../src/domain/chat/message.ts';
import { SOURCE_KINDS } from '../../../src/domain/playbook/analysis-schema.ts';
import { KEPT_BY } from '../../../src/domain/playbook/schema.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import type {
  AnalysisDoneView,
  BoardRowView,
  BoardView,
  CollectedView,
  Finding,
  NothingView,
  RowReminderView,
} from '../../../src/views/analysis.ts';
import type { Presenter } from '../../../src/views/presenter.ts';
import { englishLeft, PSEUDO, tamed } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { incident, KNOWN, nastyText, reasonView } from '../../support/examples/view-arbitraries.ts';
import { anIncident, NOW, presenterIn } from '../../support/examples/view-examples.ts';
import { objectionsToMessage, objectionsToView } from '../../support/scenario/block-kit-limits.ts';

fc.configureGlobal({ seed: testSeed() });

const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const options = fc.record({
  language: fc.constantFrom('en', 'ko', PSEUDO),
  zone: fc.constantFrom('Asia/Seoul', 'UTC'),
  service: fc.record({ key: fc.constant('coupon'), name: fc.record({ en: nastyText, ko: nastyText }) }),
  channelPrefix: fc.constant('inc'),
  command: fc.constantFrom('/incident', '/i'),
});
const date = fc.date();
const bilingual = fc.record({ en: nastyText, ko: nastyText });
const user = fc.oneof(
  fc.constantFrom(...KNOWN.users),
  nastyText.map((text) => `x${text}`),
);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1e300, 5e-324));
const unit = fc.constantFrom('seconds' as const, 'ratio' as const, 'messages' as const, 'bytes' as const, 'count' as const);
const some = <T>(model: { [P in keyof T]: fc.Arbitrary<T[P]> }, requiredKeys: (keyof T)[]) =>
  fc.record(model, { requiredKeys }) as fc.Arbitrary<T>;

const boardRow: fc.Arbitrary<BoardRowView> = some<BoardRowView>(
  {
    id: nastyText,
    title: bilingual,
    dueAt: date,
    state: fc.constantFrom('pending' as const, 'kept' as const, 'missed' as const, 'waived' as const),
    who: fc.constantFrom('commander' as const, 'operations' as const, 'bongsu' as const, 'everybody' as const),
    reason: reasonView,
    owner: fc.option(user),
    collection: some(
      {
        state: fc.constantFrom(
          'waiting' as const,
          'collecting' as const,
          'collected' as const,
          'failed' as const,
          'nothing' as const,
          'skipped' as const,
        ),
        at: date,
      },
      ['state'],
    ),
    collectable: fc.boolean(),
    checks: fc.array(
      some({ id: nastyText, title: bilingual, owner: fc.option(user), doneBy: user, note: nastyText }, ['id', 'title', 'owner']),
      { maxLength: 25 },
    ),
  },
  ['id', 'title', 'dueAt', 'owner', 'collectable', 'checks'],
);
/** Ids are told apart, as a playbook's are. */
const board: fc.Arbitrary<BoardView> = fc.record({
  incident,
  rows: fc.array(boardRow, { maxLength: 25 }).map((rows) =>
    rows.map((row, r) => ({
      ...row,
      id: `R${r}${row.id}`,
      checks: row.checks.map((check, c) => ({ ...check, id: `R${r}.${c}${check.id}` })),
    })),
  ),
  roles: fc.record({ commander: user, operations: user }, { requiredKeys: [] }),
  now: date,
});
const pool = { pool: nastyText, active: number, idle: number, pending: number, max: number, timeouts: number };
const heapClass = { name: nastyText, instances: number, bytes: number };
const finding: fc.Arbitrary<Finding> = fc.oneof(
  fc.record({
    kind: fc.constant('signals' as const),
    from: nastyText,
    signals: fc.array(some({ title: bilingual, unit, before: number, worst: number, now: number, problem: nastyText }, ['title', 'unit']), {
      maxLength: 30,
    }),
  }),
  fc.record({
    kind: fc.constant('logs' as const),
    from: nastyText,
    lines: fc.nat(),
    partial: fc.boolean(),
    patterns: fc.array(
      fc.record({
        title: bilingual,
        before: fc.nat(),
        since: fc.nat(),
        samples: fc.array(nastyText, { maxLength: 5 }),
        stopped: fc.boolean(),
      }),
      { maxLength: 15 },
    ),
  }),
  some(
    {
      kind: fc.constant('heap' as const),
      from: nastyText,
      instances: number,
      bytes: number,
      largest: fc.array(fc.record(heapClass), { maxLength: 30 }),
      before: date,
      grown: fc.array(fc.record({ ...heapClass, moreInstances: number, moreBytes: number, since: date }), { maxLength: 30 }),
    },
    ['kind', 'from', 'instances', 'bytes', 'largest', 'grown'],
  ),
  fc.record({
    kind: fc.constant('facts' as const),
    from: nastyText,
    facts: fc.array(fc.record({ name: nastyText, value: nastyText }), { maxLength: 60 }),
    lines: fc.array(nastyText, { maxLength: 30 }),
  }),
  some(
    {
      kind: fc.constant('traffic' as const),
      from: nastyText,
      title: bilingual,
      series: fc.array(some({ labels: nastyText, before: number, now: number }, ['labels']), { maxLength: 60 }),
      path: some<ReproductionPath>(
        {
          route: nastyText,
          method: nastyText,
          client: nastyText,
          because: fc.constantFrom('growth' as const, 'failures' as const),
          now: number,
          before: number,
          share: number,
          shareBefore: number,
          failing: fc.record({ status: nastyText, share: number, shareBefore: number }),
        },
        ['route', 'because', 'now', 'before', 'share', 'shareBefore'],
      ),
      curl: nastyText,
    },
    ['kind', 'from', 'title', 'series'],
  ),
  fc.record({
    kind: fc.constant('pool' as const),
    from: nastyText,
    pools: fc.array(some({ ...pool, before: some(pool, ['pool']) }, ['pool']), { maxLength: 20 }),
  }),
);
const problems = fc.array(
  fc.record({
    from: nastyText,
    code: fc.oneof(fc.constantFrom('connection', 'timeout', 'not_configured', '__proto__'), nastyText),
    text: nastyText,
  }),
  { maxLength: 10 },
);
const row = fc.record({ id: nastyText, title: bilingual });
const collected: fc.Arbitrary<CollectedView> = some<CollectedView>(
  {
    incident,
    row,
    findings: fc.array(finding, { maxLength: 6 }),
    problems,
    outcome: fc.constantFrom('kept' as const, 'open' as const, 'late' as const, 'failed' as const, 'unread' as const),
    unread: fc.array(
      fc.record({
        kind: fc.constantFrom(...SOURCE_KINDS),
        from: fc.array(nastyText, { maxLength: 20 }),
        parts: fc.array(bilingual, { maxLength: 20 }),
      }),
      { maxLength: 6 },
    ),
    acceptable: fc.record({ path: nastyText }),
    onset: date,
    askedBy: user,
    now: date,
  },
  ['incident', 'row', 'findings', 'problems', 'outcome', 'onset', 'now'],
);
const nothing: fc.Arbitrary<NothingView> = fc.record({
  incident,
  rows: fc.array(fc.record({ id: nastyText, title: bilingual, keptBy: fc.constantFrom(...KEPT_BY), problems }), { maxLength: 30 }),
  now: date,
});
const done: fc.Arbitrary<AnalysisDoneView> = fc.oneof(
  fc.record({ done: fc.constant('taken' as const), incident, item: nastyText, owner: user }),
  fc.record({ done: fc.constant('ticked' as const), incident, item: nastyText, left: fc.nat(), late: fc.boolean() }),
  fc.record({ done: fc.constant('asked' as const), incident, item: nastyText }),
  fc.record({ done: fc.constant('accepted' as const), incident, item: nastyText, late: fc.boolean() }),
);

const reminder: fc.Arbitrary<RowReminderView> = fc.record({
  incident,
  row,
  checks: fc
    .array(some({ id: nastyText, title: bilingual, owner: fc.option(user), doneBy: user, note: nastyText }, ['id', 'title', 'owner']), {
      maxLength: 25,
    })
    .map((checks) => checks.map((check, index) => ({ ...check, id: `R.${index}${check.id}` }))),
  nobody: fc.boolean(),
  dueAt: date,
  now: date,
});

function messages<T>(surface: string, view: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatMessage): void {
  it(`${surface} keeps Slack's limits and harms nobody`, () => {
    fc.assert(
      fc.property(options, view, (o, v) => {
        const shown = show(createPresenter(o), v);
        expect(objectionsToMessage(shown, KNOWN)).toEqual([]);
        if (o.language !== PSEUDO) return;
        const [plain, said] = [tamed(o), tamed(v)];
        expect(englishLeft(show(createPresenter(plain), said), [plain, said])).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
}

describe('every message', () => {
  messages('the board', board, (p, v) => p.analysisBoard(v));
  messages('what was collected', collected, (p, v) => p.analysisCollected(v));
  messages('what was not', nothing, (p, v) => p.analysisNothing(v));
  messages('the confirmation', done, (p, v) => p.analysisDone(v));
  messages('the reminder', reminder, (p, v) => p.rowReminder(v));
  it('the form keeps its limits, and a reason is short', () => {
    fc.assert(
      fc.property(options, fc.record({ incident, item: nastyText, title: bilingual }), reasonView, (o, v, reason) => {
        expect(objectionsToView(createPresenter(o).analysisNoteModal(v), KNOWN)).toEqual([]);
        for (const said of Object.values(createPresenter(o).reason(reason))) expect(said.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: RUNS },
    );
  });
});

it('Korean says all that English says, and is not left in English', () => {
  const spoken = (node: unknown, path: string): [string, string][] => {
    if (typeof node === 'string') return [[path, node]];
    if (typeof node === 'function') return [[path, String((node as (...words: string[]) => string)('‹1›', '‹2›', '‹3›', '‹4›', '‹5›'))]];
    return Object.entries(node as object).flatMap(([key, child]) => spoken(child, `${path}.${key}`));
  };
  const [english, korean] = [new Map(spoken(LANGUAGES.en.surfaces.analysis, '')), new Map(spoken(LANGUAGES.ko.surfaces.analysis, ''))];
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
  const parameters = (text = '') => [...new Set(text.match(/‹\d›/g) ?? [])].sort();
  for (const [path, text] of english) expect([path, parameters(korean.get(path))]).toEqual([path, parameters(text)]);
  const same = [...english].filter(([path, text]) => korean.get(path) === text && /[a-z]{3}/i.test(text.replace(/‹\d›/g, '')));
  expect(same.map(([path]) => path)).toEqual(['.bongsu']);
});

it('says in Korean what was found, with the samples as they are', () => {
  const text = presenterIn('ko').analysisCollected({
    incident: anIncident(),
    row: { id: 'G2', title: { en: 'Lock', ko: '락 로그' } },
    findings: [
      {
        kind: 'logs',
        from: 'lock',
        lines: 1_200,
        partial: true,
        patterns: [{ title: { en: 'x', ko: '락 획득 실패' }, before: 0, since: 31, samples: ['WARN `<a>` not acquired'], stopped: false }],
      },
    ],
    problems: [{ from: 'redis', code: 'connection', text: 'ECONNREFUSED' }],
    outcome: 'failed',
    onset: NOW,
    now: NOW,
  });
  const shown = JSON.stringify(text.blocks);
  expect(shown).toMatch(/락 획득 실패: \*31\*건|락 획득 실패: 그 뒤 \*31\*건/);
  expect(shown).toContain('WARN ˋ&lt;a&gt;ˋ not acquired');
  expect(shown).toMatch(/⚠ redis: ECONNREFUSED 켜져 있는지/);
});
