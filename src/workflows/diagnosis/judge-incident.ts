import { type Diagnosis, diagnose } from '../../domain/diagnosis/by-playbook/diagnose.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import { readHistory } from '../briefing/read-signals.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** About so many values are asked for of each signal. */
const POINTS = 240;
const LEAST_STEP_MS = 1_000;

/** Who notices an incident is a little late: so many times "now" before it still is not taken for normal. */
const GUARD = 2;

/** Judges the signals as they are now against the time before this incident. A signal that cannot be read is unknown, and holds up no other. */
export async function judgeIncident(runtime: Runtime, incident: Pick<Incident, 'onsetAt' | 'detectedAt'>): Promise<Diagnosis> {
  const { playbook, clock, log } = runtime;
  const { baseline, recent } = playbook.diagnosis;
  const now = clock.now();
  const noticedMs = Math.min(incident.onsetAt.getTime(), incident.detectedAt.getTime());
  const calmUntil = new Date(noticedMs - GUARD * recent);
  const from = new Date(calmUntil.getTime() - baseline);
  const stepMs = Math.max(LEAST_STEP_MS, Math.round((now.getTime() - from.getTime()) / POINTS));
  const span = { from, to: now, stepMs, timeoutMs: playbook.briefing.queryTimeout };
  const histories = await Promise.all(
    Object.keys(playbook.signals).map(
      async (key): Promise<[string, Sample[]]> => [
        key,
        await readHistory(runtime, key, span).catch((error: unknown) => {
          log.debug({ err: error, signal: key }, 'The past of a signal could not be read for the diagnosis.');
          return [];
        }),
      ],
    ),
  );
  // A coarse step must not leave the present empty.
  const recentFrom = new Date(now.getTime() - Math.max(recent, 2.5 * stepMs));
  return diagnose(playbook, new Map(histories), { calmUntil, recentFrom, blurMs: Math.max(recent, stepMs) });
}
