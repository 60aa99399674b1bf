import type { MetricsSource, Sample } from '../../domain/ports.ts';

/** Two questions of the same kind asked within this time get one answer, whoever asks. Shorter than any scrape interval, so nothing gets older by it. */
const SHARED_MS = 1_000;
/** No answer is shared for longer, unless it is asked for the same moment. */
const KEPT_MS = 300_000;
/** Answers of one kind that are kept at most: those of every signal for each distance between values, several times over. */
const KEPT = 300;

interface Shared<T> {
  at: number;
  answer: Promise<T>;
}

/**
 * Lets incidents that are opened or refreshed together share their readings: five hundred of them ask the source as often as one. Who must see what became of something asks
 * without `maxAgeMs`, and shares only with those who ask at the same moment. A failed answer is not shared with anybody who asks after it failed.
 */
export function shareReadings(source: MetricsSource): MetricsSource {
  const instants = new Map<string, Shared<Sample | undefined>>();
  const ranges = new Map<string, Shared<Sample[]>>();
  const { range, series, whyNone } = source;
  return {
    instant: (input) => shared(instants, input.query, { at: input.at, maxAgeMs: input.maxAgeMs }, () => source.instant(input)),
    ...(range && {
      range: (input) => {
        const span = input.to.getTime() - input.from.getTime();
        return shared(ranges, `${span}/${input.stepMs}/${input.query}`, { at: input.to, maxAgeMs: input.maxAgeMs }, () => range(input));
      },
    }),
    ...(series && { series: (input) => series(input) }),
    ...(whyNone && { whyNone }),
    close: async () => await source.close?.(),
  };
}

function shared<T>(
  kept: Map<string, Shared<T>>,
  key: string,
  { at, maxAgeMs = 0 }: { at: Date; maxAgeMs: number | undefined },
  ask: () => Promise<T>,
): Promise<T> {
  const known = kept.get(key);
  if (known && Math.abs(at.getTime() - known.at) < Math.max(SHARED_MS, maxAgeMs)) return known.answer;
  const fresh: Shared<T> = { at: at.getTime(), answer: ask() };
  kept.delete(key);
  kept.set(key, fresh);
  fresh.answer.catch(() => {
    if (kept.get(key) === fresh) kept.delete(key);
  });
  for (const [oldest, { at: when }] of kept) {
    if (kept.size <= KEPT && fresh.at - when < KEPT_MS) break;
    kept.delete(oldest);
  }
  return fresh.answer;
}
