import { firingIn } from '../../domain/alerts/weight.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A judgement of the signals that is older than so many turns of the diagnosis says nothing of now. */
const TURNS = 3;

/**
 * Whether nothing is wrong as far as anybody can see: no alert of the incident fires, no watched signal is over a limit, and the signals were judged just now with
 * none that stands out. False where nobody looks.
 */
export async function isCalm(
  { playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>,
  stores: Pick<Stores, 'diagnoses' | 'alerts' | 'watches'>,
  { id }: Pick<IncidentRow, 'id'>,
): Promise<boolean> {
  const diagnosis = await stores.diagnoses.of(id);
  if (!diagnosis?.readAt || clock.now().getTime() - diagnosis.readAt.getTime() > TURNS * playbook.diagnosis.every) return false;
  if (diagnosis.stoodOutAt && diagnosis.stoodOutAt >= diagnosis.readAt) return false;
  if ((await stores.watches.of(playbook.service.key)).some(({ level }) => level !== 'normal')) return false;
  return firingIn(await stores.alerts.tally(id)).counting === 0;
}
