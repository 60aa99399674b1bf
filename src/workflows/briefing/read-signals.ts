import { errorCode, errorSaid } from '../../domain/errors.ts';
import type { Said } from '../../domain/language/said.ts';
import type { SignalSpec } from '../../domain/playbook/schema.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import type { Reading } from '../../domain/signals/reading.ts';
import { stateOf } from '../../domain/signals/thresholds.ts';
import { worded } from '../../languages/worded.ts';
import type { Stores } from '../../storage/index.ts';
import type { ReadingView } from '../../views/readings.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Steps of the trend: a sparkline this wide. */
const TREND_POINTS = 15;

export interface SignalsRead {
  readings: ReadingView[];
  /** The moment of the oldest of them. */
  readAt: Date;
  /** Set when not one signal could be asked: the source itself is down. */
  problem?: Said;
}

type Asking = Pick<Runtime, 'metrics' | 'playbook' | 'clock'> & { storage: { samples: Pick<Stores['samples'], 'of'> } };

const NO_ANSWER = worded(({ incidents }) => incidents.noAnswer);

/** Which signals tell about this incident: its scenario's evidence, or the playbook's general choice. */
export function signalsFor(runtime: Pick<Runtime, 'playbook'>, scenario: string | null): readonly string[] {
  const { playbook } = runtime;
  return (scenario === null ? undefined : playbook.scenarios[scenario]?.evidence) ?? playbook.briefing.signals;
}

/**
 * How old a number may be that is shown by itself, without anybody having asked for it: so that one round of questions serves every incident, and no briefing shows another time than
 * one that was just edited could.
 */
export function shownAgeMs({ playbook }: Pick<Runtime, 'playbook'>): number {
  return Math.min(playbook.briefing.refreshEvery, playbook.briefing.editAtMostEvery);
}

/**
 * Asks for all of them at once, each with its own time limit. Never rejects: a source that does not answer is a state of the reading. `maxAgeMs`: numbers will do that somebody else
 * asked for so long before.
 */
export async function readSignals(
  runtime: Asking,
  keys: readonly string[],
  { maxAgeMs = 0 }: { maxAgeMs?: number } = {},
): Promise<SignalsRead> {
  const now = runtime.clock.now();
  const readings = await Promise.all(
    keys.flatMap((key) => {
      const spec = runtime.playbook.signals[key];
      return spec ? [readSignal(runtime, key, spec, { at: now, maxAgeMs })] : [];
    }),
  );
  const moments = readings.flatMap(({ reading }) => reading.at?.getTime() ?? []).filter((at) => at >= now.getTime() - maxAgeMs);
  const readAt = new Date(Math.min(now.getTime(), ...moments));
  const down = readings.length > 0 && readings.every(({ reading }) => reading.state === 'unreachable');
  return { readings, readAt, ...(down && { problem: readings[0]?.reading.problem ?? NO_ANSWER }) };
}

interface Moment {
  at: Date;
  maxAgeMs: number;
}

async function readSignal(runtime: Asking, key: string, spec: SignalSpec, moment: Moment): Promise<ReadingView> {
  const { title, unit, better, thresholds } = spec;
  return { key, title, unit, better, thresholds, reading: await read(runtime, key, spec, moment) };
}

async function read(runtime: Asking, key: string, spec: SignalSpec, { at, maxAgeMs }: Moment): Promise<Reading> {
  const { queryTimeout: timeoutMs, trend: trendMs } = runtime.playbook.briefing;
  const stepMs = Math.max(1_000, Math.floor(trendMs / TREND_POINTS));
  const from = new Date(at.getTime() - trendMs);
  const [now, past] = await Promise.allSettled([
    runtime.metrics.source(spec.source).instant({ query: spec.query, at, timeoutMs, maxAgeMs }),
    readHistory(runtime, key, { from, to: at, stepMs, timeoutMs, maxAgeMs }),
  ]);
  const trend = past.status === 'fulfilled' ? onGrid(past.value, from, stepMs) : [];
  if (now.status === 'rejected')
    return { signal: key, state: 'unreachable', trend, problem: errorSaid(now.reason), code: errorCode(now.reason) };
  const why = now.value === undefined ? runtime.metrics.source(spec.source).whyNone?.(spec.query) : undefined;
  return { ...readingOf(key, spec, now.value, at), trend, ...(why !== undefined && { problem: why }) };
}

/** What a signal's newest sample means at `at`; one that is too old is no data, and what it said then is kept as that. */
export function readingOf(
  key: string,
  { thresholds, staleAfter }: Pick<SignalSpec, 'thresholds' | 'staleAfter'>,
  sample: Sample | undefined,
  at: Date,
): Omit<Reading, 'trend'> {
  if (!sample) return { signal: key, state: 'no-data' };
  const { value, doubts } = sample;
  const ageMs = at.getTime() - sample.at.getTime();
  if (ageMs > staleAfter) return { signal: key, state: 'no-data', doubts: [{ code: 'stale', ageMs, value }] };
  return { signal: key, state: stateOf(sample, thresholds), value, at: sample.at, ...(doubts && { doubts }) };
}

/**
 * What a signal said from `from` to `to`, oldest first, about every `stepMs`; nothing for a signal that the playbook does not have. Rejects
 * as the source does. The past of a source that knows only the present is what the watcher wrote down.
 */
export async function readHistory(
  runtime: Omit<Asking, 'clock'>,
  key: string,
  { from, to, ...how }: { from: Date; to: Date; stepMs: number; timeoutMs: number; maxAgeMs?: number },
): Promise<Sample[]> {
  const spec = runtime.playbook.signals[key];
  if (!spec) return [];
  const { range } = runtime.metrics.source(spec.source);
  return range
    ? await range({ query: spec.query, from, to, ...how })
    : await runtime.storage.samples.of({ service: runtime.playbook.service.key, signal: key }, from, to);
}

/** One slot per step, null where the source had nothing. */
function onGrid(samples: readonly { value: number; at: Date }[], from: Date, stepMs: number): (number | null)[] {
  const slots: (number | null)[] = Array.from({ length: TREND_POINTS + 1 }, () => null);
  for (const { value, at } of samples) {
    const slot = Math.round((at.getTime() - from.getTime()) / stepMs);
    if (slot >= 0 && slot < slots.length) slots[slot] = value;
  }
  return slots;
}
