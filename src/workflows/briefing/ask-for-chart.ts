import { following } from '../../domain/briefing/briefing-pace.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { SignalsRead } from './read-signals.ts';

/** A signal that jumps to and fro over its limit does not ask for a picture each time. */
const LEAST_GAP_MS = 60_000;

/** Asks for a new chart, from `at` on, when a shown signal is in another state than before, and remembers what is out of its limits. Call it with numbers that were just shown. */
export async function askForChart(
  runtime: Runtime,
  stores: Pick<Stores, 'briefingCharts'>,
  incident: IncidentRow,
  { readings }: SignalsRead,
  at: Date = runtime.clock.now(),
): Promise<void> {
  if (following(incident, runtime.playbook.briefing, at)?.done) return;
  const states = Object.fromEntries(readings.map(({ key, reading }) => [key, reading.state]));
  const out = readings.filter(({ reading }) => reading.state === 'warning' || reading.state === 'critical').map(({ key }) => key);
  const dueAt = await stores.briefingCharts.note(incident.id, { states, out }, at, LEAST_GAP_MS);
  if (dueAt) runtime.waker.wake('charts', dueAt);
}
