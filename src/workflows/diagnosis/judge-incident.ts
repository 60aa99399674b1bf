import { type Diagnosis, diagnose } from '../../domain/diagnosis/by-playbook/diagnose.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { readHistories } from '../briefing/read-histories.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Who notices an incident is a little late: so many times "now" before it still is not taken for normal. */
const GUARD = 2;

/** Judges the signals as they are now against the time before this incident. A signal that cannot be read is unknown, and holds up no other. */
export async function judgeIncident(runtime: Runtime, incident: Pick<Incident, 'onsetAt' | 'detectedAt'>): Promise<Diagnosis> {
  const { playbook, clock } = runtime;
  const { baseline, recent } = playbook.diagnosis;
  const now = clock.now();
  const noticedMs = Math.min(incident.onsetAt.getTime(), incident.detectedAt.getTime());
  const calmUntil = new Date(noticedMs - GUARD * recent);
  const from = new Date(calmUntil.getTime() - baseline);
  const { histories, stepMs } = await readHistories(runtime, Object.keys(playbook.signals), from);
  // A coarse step must not leave the present empty.
  const recentFrom = new Date(now.getTime() - Math.max(recent, 2.5 * stepMs));
  return diagnose(playbook, histories, { calmUntil, recentFrom, blurMs: Math.max(recent, stepMs) });
}
