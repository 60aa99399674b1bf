import { type Diagnosis, diagnose } from '../../domain/diagnosis/by-playbook/diagnose.ts';
import type { Stretch } from '../../domain/diagnosis/by-playbook/judge-signal.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { readHistories } from '../briefing/read-histories.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Who notices an incident is a little late: so many times "now" before it still is not taken for normal. */
const GUARD = 2;

type Noticed = Pick<Incident, 'id' | 'onsetAt' | 'detectedAt'>;

/** When something else was known to be wrong with the service in the time that any of these is compared with. One statement for all of them. */
export async function troublesBefore({ storage, playbook, clock }: Runtime, incidents: readonly Noticed[]): Promise<Trouble[]> {
  const earliest = Math.min(...incidents.map((incident) => pastOf(incident, playbook).from.getTime()));
  return incidents.length === 0
    ? []
    : await storage.incidents.troubles(playbook.service.key, { since: new Date(earliest), now: clock.now() });
}

/** An incident, from its onset to its resolution. */
export type Trouble = Stretch & { id: number };

function pastOf(
  { onsetAt, detectedAt }: Noticed,
  { diagnosis: { baseline, recent } }: Runtime['playbook'],
): { from: Date; calmUntil: Date } {
  const calmUntil = new Date(Math.min(onsetAt.getTime(), detectedAt.getTime()) - GUARD * recent);
  return { from: new Date(calmUntil.getTime() - baseline), calmUntil };
}

/**
 * Judges the signals as they are now against the time before this incident, less the other `troubles` of then. A signal that cannot be read is unknown, and holds up no other.
 */
export async function judgeIncident(runtime: Runtime, incident: Noticed, troubles: readonly Trouble[]): Promise<Diagnosis> {
  const { playbook, clock } = runtime;
  const { recent } = playbook.diagnosis;
  const now = clock.now();
  const { from, calmUntil } = pastOf(incident, playbook);
  const troubled = troubles.filter(({ id }) => id !== incident.id);
  const { histories, stepMs } = await readHistories(runtime, Object.keys(playbook.signals), from);
  // A coarse step must not leave the present empty.
  const recentFrom = new Date(now.getTime() - Math.max(recent, 2.5 * stepMs));
  return diagnose(playbook, histories, { calmUntil, recentFrom, troubled, blurMs: Math.max(recent, stepMs) });
}
