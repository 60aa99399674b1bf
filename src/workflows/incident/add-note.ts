import { writtenAs } from '../../domain/incident/actor.ts';
import { happened } from '../../events/happened.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Change, changeIncident } from './change-incident.ts';

/** Writes a note into the timeline and shows it in the incident's channel. */
export async function addNote(runtime: Runtime, change: Change & { text: string }): Promise<{ incidentId: number }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now, key }) => {
    await happened(runtime, stores, {
      incidentId: incident.id,
      at: now,
      kind: 'note',
      actor: writtenAs(change.actor),
      data: { text: change.text },
    });
    await send(runtime, stores, {
      key: `note:${incident.id}:${key}`,
      incidentId: incident.id,
      lane: 'update',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).timelineNote({ incident, by: writtenAs(change.actor), text: change.text, at: now }),
    });
    return { incidentId: incident.id };
  });
}
