import { firingIn } from '../../domain/alerts/weight.ts';
import { UserError } from '../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import { stateOf } from '../../domain/signals/thresholds.ts';
import { worded } from '../../languages/worded.ts';
import { readHistory, signalsFor } from '../briefing/read-signals.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Looks at a signal during the window. */
const POINTS = 30;

/** What is not back to normal. */
export interface Abnormal {
  /** By their keys in the playbook. */
  signals: string[];
  /** Alerts that fire and are trouble. */
  alerts: number;
}

/**
 * What speaks against calling it over: signals of the incident that crossed a limit within the playbook's `recovery.calmFor`, and alerts that fire. A signal that cannot be read
 * proves neither, and keeps nobody. Nothing where the playbook names no window.
 */
export async function lookFirst(runtime: Runtime, incident: Incident): Promise<Abnormal> {
  const { playbook, storage, clock } = runtime;
  const { calmFor } = playbook.recovery;
  if (calmFor === undefined || !ACTIVE_STATES.includes(incident.state)) return { signals: [], alerts: 0 };
  const to = clock.now();
  const from = new Date(to.getTime() - calmFor);
  const timeoutMs = playbook.briefing.queryTimeout;
  const stepMs = Math.max(1_000, Math.ceil(calmFor / POINTS / 1_000) * 1_000);
  const looked = await Promise.all(
    signalsFor(runtime, incident.scenario).map(async (key) => {
      const samples = await readHistory(runtime, key, { from, to, stepMs, timeoutMs }).catch(() => []);
      const thresholds = playbook.signals[key]?.thresholds ?? [];
      const crossed = samples.some((sample) => ['warning', 'critical'].includes(stateOf(sample, thresholds)));
      return crossed ? [key] : [];
    }),
  );
  const { counting } = firingIn(await storage.alerts.tally(incident.id));
  return { signals: looked.flat(), alerts: counting };
}

/** Throws UserError `not_calm` that says what is not back to normal, and how a person overrides it with a reason. */
export function refuseUnlessCalm(
  { playbook }: Pick<Runtime, 'playbook'>,
  { signals, alerts }: Abnormal,
  move: 'mitigated' | 'resolve',
): void {
  if (signals.length === 0 && alerts === 0) return;
  const minutes = Math.round((playbook.recovery.calmFor ?? 0) / 60_000);
  throw new UserError(
    'not_calm',
    worded(({ timeline }, language) => {
      const names = signals.map((key) => (playbook.signals[key] ? pick(playbook.signals[key].title, language) : key));
      return timeline.notCalm(names, alerts, minutes, move);
    }),
  );
}
