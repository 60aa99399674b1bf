import { writtenAs } from '../../domain/incident/actor.ts';
import { happened } from '../../events/happened.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Writes a note that only its author and whoever is named may read; nothing is posted. */
export async function addPrivateNote(
  runtime: Runtime,
  change: Change & { text: string; with?: string | undefined },
): Promise<{ readers: string[] }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const actor = writtenAs(change.actor);
    const readers = [...new Set([actor, ...(change.with === undefined ? [] : [change.with])])];
    const data = { text: change.text, for: readers };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'note.private', actor, data });
    return { readers };
  });
}
