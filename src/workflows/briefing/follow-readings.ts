import { type ReadingChange, readingChange } from '../../domain/briefing/reading-change.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import type { ReadingView } from '../../views/readings.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Histories, readHistories } from './read-histories.ts';
import { readSignals, type SignalsRead, shownAgeMs } from './read-signals.ts';

/** What happened to an incident that its numbers are compared with. */
export interface Moments {
  opening: Date;
  /** The last one. */
  mitigation?: Date;
}

/** A signal's normal is what it was in so many trend windows before the trouble. */
const CALM_TRENDS = 6;

/** The numbers of an incident with their past. */
export interface FollowedReadings extends SignalsRead, Histories {}

/**
 * The numbers of an incident, each with how it moved since the opening and the last mitigation, as they are now or, unless `how` says otherwise, were a moment ago for another incident.
 * Never rejects for a source that does not answer.
 */
export async function followReadings(
  runtime: Runtime,
  incident: Incident,
  keys: readonly string[],
  how?: { maxAgeMs: number },
): Promise<SignalsRead> {
  const { histories: _, stepMs: __, ...numbers } = await followed(runtime, incident, keys, how);
  return numbers;
}

/**
 * The numbers of an incident, each with since when it is not as usual; without what the database knows besides, for messages that are on somebody's way
 * (pages) or that nobody edits (updates).
 */
export async function judgedReadings(runtime: Runtime, incident: Incident, keys: readonly string[]): Promise<SignalsRead> {
  const [numbers, { histories }] = await Promise.all([
    readSignals(runtime, keys),
    readHistories(runtime, keys, usualFrom(runtime, incident)),
  ]);
  const known = { incident, moments: { opening: incident.detectedAt }, histories, numbers };
  return { ...numbers, readings: numbers.readings.map((view) => withChange(runtime, view, known)) };
}

/** The same with the histories that it rests on. */
export async function followed(
  runtime: Runtime,
  incident: Incident,
  keys: readonly string[],
  how: { maxAgeMs: number } = { maxAgeMs: shownAgeMs(runtime) },
): Promise<FollowedReadings> {
  const [numbers, past, moments] = await Promise.all([
    readSignals(runtime, keys, how),
    readHistories(runtime, keys, usualFrom(runtime, incident)),
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

/** From well before the trouble on, so that what is usual can be told. */
function usualFrom({ playbook }: Pick<Runtime, 'playbook'>, incident: Incident): Date {
  return new Date(troubleFrom(incident).getTime() - CALM_TRENDS * playbook.briefing.trend);
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
