import type { MetricsSource, Sample } from '../../domain/ports/metrics.ts';

/** Two questions of the same kind asked within this time get one answer. Shorter than any scrape interval, so nothing gets older by it. */
const SHARED_MS = 1_000;
const KEPT = 500;

interface Shared<T> {
  at: number;
  answer: Promise<T>;
}

/**
 * Lets incidents that are opened or refreshed at the same moment share their readings: twenty at once ask the source once. A failed answer
 * is not shared with anybody who asks after it failed.
 */
export function shareReadings(source: MetricsSource): MetricsSource {
  const instants = new Map<string, Shared<Sample | undefined>>();
  const ranges = new Map<string, Shared<Sample[]>>();
  const { range, series, whyNone } = source;
  return {
    instant: (input) => shared(instants, input.query, input.at, () => source.instant(input)),
    ...(range && {
      range: (input) => {
        const span = input.to.getTime() - input.from.getTime();
        return shared(ranges, `${span}/${input.stepMs}/${input.query}`, input.to, () => range(input));
      },
    }),
    ...(series && { series: (input) => series(input) }),
    ...(whyNone && { whyNone }),
    close: async () => await source.close?.(),
  };
}

function shared<T>(kept: Map<string, Shared<T>>, key: string, at: Date, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known && Math.abs(at.getTime() - known.at) < SHARED_MS) return known.answer;
  const fresh: Shared<T> = { at: at.getTime(), answer: ask() };
  kept.delete(key);
  kept.set(key, fresh);
  fresh.answer.catch(() => {
    if (kept.get(key) === fresh) kept.delete(key);
  });
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return fresh.answer;
}
