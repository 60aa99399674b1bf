import fc from 'fast-check';
import type { PictureRef } from '../../../src/domain/chat/picture-ref.ts';
import type { ChartView, GraphView } from '../../../src/views/charts.ts';
import { bilingual, date, incident, KNOWN, nastyText, number, readingView, some } from './view-arbitraries.ts';

/** Charts as bad as sources and people can make them. */

const samples = fc.array(fc.record({ at: date, value: fc.oneof(number, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)) }), {
  maxLength: 40,
});

const signal = fc.record({
  view: readingView,
  history: fc.option(samples, { nil: undefined }),
  gapMs: fc.oneof(fc.nat(), fc.constant(0)),
});

const mark = some({ kind: fc.constantFrom('opened' as const, 'mitigation' as const, 'recovered' as const), at: date, title: bilingual }, [
  'kind',
  'at',
]);

export const chartView: fc.Arbitrary<ChartView> = some(
  {
    incident,
    signals: fc.array(signal, { minLength: 1, maxLength: 10 }),
    marks: fc.array(mark, { maxLength: 12 }),
    from: date,
    to: date,
  },
  ['signals', 'marks', 'from', 'to'],
);

const outcome: fc.Arbitrary<{ picture: PictureRef } | { problem: string }> = fc.oneof(
  fc.record({ picture: fc.record({ fileId: fc.constant('F0CHART'), altText: nastyText }) }),
  fc.record({ problem: nastyText }),
);

export const graphView: fc.Arbitrary<GraphView & ({ picture: PictureRef } | { problem: string }) & { where: 'here' | 'direct' }> = fc
  .tuple(
    fc.record({
      signal: fc.record({ key: fc.constant('kafka_lag'), title: bilingual }),
      durationMs: fc.oneof(fc.nat(), fc.double()),
      by: fc.constantFrom(...KNOWN.users),
      now: date,
      where: fc.constantFrom('here' as const, 'direct' as const),
    }),
    outcome,
  )
  .map(([view, given]) => ({ ...view, ...given }));
