import { beforeAndSince } from '../../../domain/analysis/before-and-since.ts';
import { errorSaid, PermanentError, TransientError } from '../../../domain/errors.ts';
import { doubtsOf } from '../../../domain/signals/doubts.ts';
import { worded } from '../../../languages/worded.ts';
import type { SignalFinding } from '../../../views/analysis.ts';
import { readHistory, readingOf } from '../../briefing/read-signals.ts';
import type { Collecting, Collector } from './collector.ts';

/** Steps on each side of the onset. */
const POINTS = 30;

/** Numbers before the incident, at their worst since, and now: `analysis.signals` of the playbook. */
export const signalsOf: Collector = ({ playbook }, { id }) => {
  const keys = playbook.analysis.signals[id];
  if (!keys) return [];
  const sources = [...new Set(keys.map((key) => playbook.signals[key]?.source ?? ''))];
  return sources.map((source) => ({
    kind: 'signals' as const,
    name: source,
    collect: async (collecting) => {
      const wanted = keys.filter((key) => playbook.signals[key]?.source === source);
      const signals = await Promise.all(wanted.map((key) => numbersOf(collecting, key)));
      // A source that answers nothing at all is down or not set up; one signal that fails is only that.
      const failed = signals.flatMap(({ error }) => (error === undefined ? [] : [error]));
      if (failed.length === signals.length && failed[0] !== undefined) throw failed[0];
      const shown = signals.map((signal) => signal.shown);
      const unread = shown.filter(({ before, worst, now }) => [before, worst, now].every((value) => value === undefined));
      return {
        finding: { kind: 'signals', from: source, signals: shown },
        signals: wanted,
        ...(unread.length > 0 && { unread: unread.map(({ title }) => title) }),
      };
    },
  }));
};

async function numbersOf(
  { runtime, onset, now }: Collecting,
  key: string,
): Promise<{ shown: SignalFinding['signals'][number]; error?: unknown }> {
  const spec = runtime.playbook.signals[key];
  if (!spec)
    throw new PermanentError(
      'unknown_signal',
      worded(({ reviews }) => reviews.playbookHasNoSignal(key)),
    );
  const { queryTimeout: timeoutMs, trend } = runtime.playbook.briefing;
  const { title, unit, better } = spec;
  const between = (from: Date, to: Date) =>
    readHistory(runtime, key, { from, to, stepMs: Math.max(1_000, Math.floor((to.getTime() - from.getTime()) / POINTS)), timeoutMs });
  try {
    const [before, since, sample] = await Promise.all([
      between(new Date(onset.getTime() - trend), onset),
      between(onset, now),
      runtime.metrics.source(spec.source).instant({ query: spec.query, at: now, timeoutMs }),
    ]);
    const reading = readingOf(key, spec, sample, now);
    const numbers = beforeAndSince({ before, since, now: reading.value, better });
    return { shown: { title, unit, ...numbers, ...doubtsOf(...before, ...since, reading) } };
  } catch (error) {
    if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
    return { shown: { title, unit, problem: errorSaid(error) }, error };
  }
}
