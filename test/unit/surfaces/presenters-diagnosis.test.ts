import '../../support/examples/pseudo-language.ts';
import fc from 'fast-check';
import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { ChatMessage } from '../../../src/domain/chat/message.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import type { CauseView, DiagnosisView, EvidenceView } from '../../../src/views/diagnosis.ts';
import type { Presenter } from '../../../src/views/presenter.ts';
import { englishLeft, PSEUDO, tamed } from '../../support/examples/pseudo-locale.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { incident, KNOWN, nastyText } from '../../support/examples/view-arbitraries.ts';
import { anIncident, NOW, presenterIn } from '../../support/examples/view-examples.ts';
import { objectionsToMessage } from '../../support/scenario/block-kit-limits.ts';
import { renderText } from '../../support/scenario/render-text.ts';

fc.configureGlobal({ seed: testSeed() });
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);

const bilingual = fc.record({ en: nastyText, ko: nastyText });
const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e300));
const date = fc.date();
const user = fc.oneof(
  fc.constantFrom(...KNOWN.users),
  nastyText.map((text) => `x${text}`),
);
const unit = fc.constantFrom('seconds' as const, 'ratio' as const, 'messages' as const, 'bytes-per-second' as const);
const is = fc.constantFrom('high' as const, 'low' as const, 'normal' as const, 'more-than' as const);
const evidence: fc.Arbitrary<EvidenceView> = fc.record(
  { title: bilingual, unit, is, value: number, normal: number, onsetAt: date, other: fc.record({ title: bilingual, value: number }) },
  { requiredKeys: ['title', 'unit', 'is', 'value'] },
);
const cause: fc.Arbitrary<CauseView> = fc.record({
  scenario: nastyText,
  key: nastyText,
  title: bilingual,
  component: bilingual,
  confidence: fc.constantFrom('likely' as const, 'possible' as const, 'weak' as const),
  evidence: fc.array(evidence, { maxLength: 12 }),
  ruledOutBy: fc.array(fc.record({ title: bilingual, is, other: bilingual }, { requiredKeys: ['title', 'is'] }), { maxLength: 12 }),
  mitigations: fc.array(bilingual, { maxLength: 12 }),
});
const named = fc.record(
  { scenario: nastyText, key: nastyText, title: bilingual, component: bilingual, by: user, at: date, note: nastyText },
  { requiredKeys: ['scenario', 'key', 'title', 'by', 'at'] },
);
const view: fc.Arbitrary<DiagnosisView> = fc.record(
  {
    incident,
    causes: fc.array(cause, { maxLength: 6 }),
    suffering: fc.array(fc.record({ component: bilingual, by: bilingual, onsetAt: date }, { requiredKeys: ['component'] }), {
      maxLength: 12,
    }),
    at: date,
    past: fc.boolean(),
    named,
    now: date,
  },
  { requiredKeys: ['incident', 'causes', 'suffering', 'now'] },
);
const rows = fc.array(fc.record({ id: nastyText, title: bilingual }), { maxLength: 40 });

function harmless<T>(surface: string, arbitrary: fc.Arbitrary<T>, show: (presenter: Presenter, view: T) => ChatMessage): void {
  it(`${surface} keeps Slack's limits and harms nobody, whatever is in it`, () => {
    const options = fc.record({
      language: fc.constantFrom('en', 'ko', PSEUDO),
      zone: fc.constantFrom('Asia/Seoul', 'America/St_Johns'),
      service: fc.record({ key: fc.constant('coupon'), name: bilingual }),
      channelPrefix: fc.constant('inc'),
      command: fc.constantFrom('/incident', '/i'),
    });
    fc.assert(
      fc.property(options, arbitrary, (o, v) => {
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

harmless('the diagnosis', view, (p, v) => p.diagnosis(v));
harmless('the notice of a likely cause', view, (p, v) => p.likelyCause(v));
harmless(
  'the notice of a named cause',
  fc.record({ incident, named, evidence: fc.array(evidence), begun: rows, waived: rows, now: date }),
  (p, v) => p.causeNamed(v),
);
harmless('a briefing with a diagnosis', view, (p, v) =>
  p.briefing({ incident: v.incident, readings: [], roles: {}, bridge: { state: 'opening' }, problems: [], diagnosis: v, now: v.now }),
);

const POOL = { en: 'DB connection pool', ko: 'DB 커넥션 풀' };
const EXAMPLE: DiagnosisView = {
  incident: anIncident(),
  causes: [
    {
      scenario: 'S3',
      key: 'long-transactions',
      title: { en: 'Transactions held too long', ko: '트랜잭션 과도 유지' },
      component: POOL,
      confidence: 'likely',
      evidence: [
        {
          title: { en: 'DB pool in use', ko: 'DB 커넥션 풀 사용률' },
          unit: 'ratio',
          is: 'high',
          value: 0.98,
          normal: 0.3,
          onsetAt: new Date(NOW.getTime() - 120_000),
        },
      ],
      ruledOutBy: [{ title: { en: 'Time per query', ko: '쿼리당 시간' }, is: 'high' }],
      mitigations: [{ en: 'Enlarge the DB pool', ko: 'DB 커넥션 풀 증설' }],
    },
  ],
  suffering: [
    { component: POOL, onsetAt: new Date(NOW.getTime() - 120_000) },
    { component: { en: 'Kafka consumers', ko: 'Kafka consumer' }, by: POOL, onsetAt: new Date(NOW.getTime() - 80_000) },
  ],
  at: NOW,
  now: NOW,
};

it('reads from the cause to its evidence to what would rule it out', () => {
  const text = renderText(presenterIn('en').diagnosis(EXAMPLE));
  expect(text).toMatch(/Likely cause\*: DB connection pool: Transactions held too long \(S3\)/);
  expect(text).toMatch(/DB pool in use \*98 %\*, high \(normally 30 %\), since/);
  expect(text).toMatch(/Began 40 s before Kafka consumers suffered from it\./);
  expect(text).toMatch(/Would rule this out: Time per query: high\./);
  expect(text).toMatch(/What helps: Enlarge the DB pool\./);
});

it('says the same in Korean', () => {
  const text = renderText(presenterIn('ko').diagnosis(EXAMPLE));
  expect(text).toMatch(/유력한 원인\*: DB 커넥션 풀: 트랜잭션 과도 유지/);
  expect(text).toMatch(/Kafka consumer에 영향이 나타나기 40초 전에 시작되었습니다/);
});

it('says that nothing stands out, and when nobody has looked', () => {
  const nothing = { ...EXAMPLE, causes: [], suffering: [] };
  expect(renderText(presenterIn('en').diagnosis(nothing))).toMatch(/Nothing stands out/);
  const { at: _, ...never } = nothing;
  expect(renderText(presenterIn('en').diagnosis(never))).toMatch(/have not been judged yet/);
});

it('has every text in both languages', () => {
  expect(Object.keys(LANGUAGES.ko.surfaces.diagnosis)).toEqual(Object.keys(LANGUAGES.en.surfaces.diagnosis));
});
