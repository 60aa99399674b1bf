import { type ReadingChange, readingChange } from '../../domain/briefing/reading-change.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import type { ReadingView } from '../../views/briefing.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { readHistory, readSignals, type SignalsRead } from './read-signals.ts';

/** What happened to an incident that its numbers are compared with. */
export interface Moments {
  opening: Date;
  /** The last one. */
  mitigation?: Date;
}

/** A signal's normal is what it was in so many trend windows before the trouble. */
const CALM_TRENDS = 6;

/** Values per trend window, as long as the whole history is not too many. */
const PER_TREND = 60;
const MOST_VALUES = 720;

/** The numbers of an incident with their past. */
export interface FollowedReadings extends SignalsRead {
  /** Oldest first; a signal whose past cannot be read is left out. */
  histories: ReadonlyMap<string, Sample[]>;
  stepMs: number;
}

/** The numbers of an incident, each with how it moved since the opening and the last mitigation. Never rejects for a source that does not answer. */
export async function followReadings(runtime: Runtime, incident: Incident, keys: readonly string[]): Promise<SignalsRead> {
  const { histories: _, stepMs: __, ...numbers } = await followed(runtime, incident, keys);
  return numbers;
}

/**
 * The numbers of an incident, each with since when it is not as usual; without what the database knows besides, for messages that are on somebody's way
 * (pages) or that nobody edits (updates).
 */
export async function judgedReadings(runtime: Runtime, incident: Incident, keys: readonly string[]): Promise<SignalsRead> {
  const [numbers, { histories }] = await Promise.all([readSignals(runtime, keys), readHistories(runtime, keys, troubleFrom(incident))]);
  const known = { incident, moments: { opening: incident.detectedAt }, histories, numbers };
  return { ...numbers, readings: numbers.readings.map((view) => withChange(runtime, view, known)) };
}

/** The same with the histories that it rests on. */
export async function followed(runtime: Runtime, incident: Incident, keys: readonly string[]): Promise<FollowedReadings> {
  const [numbers, past, moments] = await Promise.all([
    readSignals(runtime, keys),
    readHistories(runtime, keys, troubleFrom(incident)),
    momentsOf(runtime, incident),
  ]);
  const known = { incident, moments, histories: past.histories, numbers };
  return { ...numbers, ...past, readings: numbers.readings.map((view) => withChange(runtime, view, known)) };
}

async function momentsOf({ storage }: Pick<Runtime, 'storage'>, incident: Incident): Promise<Moments> {
  const mitigation = (await storage.timeline.ofKind(incident.id, 'mitigation.executed')).at(-1)?.at;
  return { opening: incident.detectedAt, ...(mitigation && { mitigation }) };
}

/** When this incident's trouble began, as far as people have said; what was before it is the signals' normal. */
export function troubleFrom(incident: Incident): Date {
  return new Date(Math.min(incident.onsetAt.getTime(), incident.detectedAt.getTime()));
}

/** What each signal said from well before `calmUntil` until now. */
async function readHistories(
  runtime: Runtime,
  keys: readonly string[],
  calmUntil: Date,
): Promise<Pick<FollowedReadings, 'histories' | 'stepMs'>> {
  const { clock, playbook, log } = runtime;
  const { trend, queryTimeout: timeoutMs } = playbook.briefing;
  const to = clock.now();
  const stepMs = stepFor(trend, to.getTime() - calmUntil.getTime());
  // On a grid that stays where it is, so that a moment does not wander from one look to the next.
  const from = new Date(Math.floor((calmUntil.getTime() - CALM_TRENDS * trend) / stepMs) * stepMs);
  const histories = new Map<string, Sample[]>();
  await Promise.all(
    keys.map(async (key) => {
      try {
        histories.set(key, await readHistory(runtime, key, { from, to, stepMs, timeoutMs }));
      } catch (error) {
        log.debug({ err: error, signal: key }, 'The past of a signal could not be read.');
      }
    }),
  );
  return { histories, stepMs };
}

/** Doubled as often as it takes to keep the number of values in bounds. */
function stepFor(trendMs: number, lastedMs: number): number {
  let stepMs = Math.max(1_000, Math.floor(trendMs / PER_TREND));
  while ((CALM_TRENDS * trendMs + lastedMs) / stepMs > MOST_VALUES) stepMs *= 2;
  return stepMs;
}

function withChange(
  runtime: Runtime,
  view: ReadingView,
  known: { incident: Incident; moments: Moments; histories: ReadonlyMap<string, Sample[]>; numbers: SignalsRead },
): ReadingView {
  const { incident, moments, histories, numbers } = known;
  const spec = runtime.playbook.signals[view.key];
  if (!spec) return view;
  const change: ReadingChange = readingChange({
    signal: spec,
    now: view.reading.value,
    ...(view.reading.doubts && { doubts: view.reading.doubts }),
    at: numbers.readAt,
    history: histories.get(view.key),
    calmUntil: troubleFrom(incident),
    ...moments,
    settledMs: runtime.playbook.briefing.editAtMostEvery,
  });
  return { ...view, change };
}
