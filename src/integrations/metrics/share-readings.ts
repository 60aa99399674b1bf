import type { MetricsSource, Sample } from '../../domain/ports/metrics.ts';
import { SharedAnswers } from '../../domain/signals/shared-answers.ts';

/** Two questions of the same kind asked within this time get one answer, whoever asks. Shorter than any scrape interval, so nothing gets older by it. */
const SHARED_MS = 1_000;

/**
 * Lets incidents that are opened or refreshed together share their readings: five hundred of them ask the source as often as one. Who must see what became of something asks
 * without `maxAgeMs`, and shares only with those who ask at the same moment.
 */
export function shareReadings(source: MetricsSource): MetricsSource {
  const instants = new SharedAnswers<Sample | undefined>();
  const ranges = new SharedAnswers<Sample[]>();
  const { range, series, labelValues, whyNone } = source;
  const within = ({ maxAgeMs = 0 }: { maxAgeMs?: number | undefined }) => Math.max(SHARED_MS, maxAgeMs);
  return {
    instant: (input) => instants.of(input.query, { at: input.at, withinMs: within(input) }, () => source.instant(input)),
    ...(range && {
      range: (input) => {
        const span = input.to.getTime() - input.from.getTime();
        return ranges.of(`${span}/${input.stepMs}/${input.query}`, { at: input.to, withinMs: within(input) }, () => range(input));
      },
    }),
    ...(series && { series: (input) => series(input) }),
    ...(labelValues && { labelValues: (input) => labelValues(input) }),
    ...(whyNone && { whyNone }),
    close: async () => await source.close?.(),
  };
}
