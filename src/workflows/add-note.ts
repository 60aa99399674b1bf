import { type Change, changeIncident } from './change-incident.ts';
import { send } from './deliver-outbox.ts';
import { presentInIncident } from './present-for.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Writes a note into the timeline and shows it in the incident's channel. */
export async function addNote(runtime: Runtime, change: Change & { text: string }): Promise<{ incidentId: number }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now, key }) => {
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'note', actor: change.actor.id, data: { text: change.text } });
    await send(runtime, stores, {
      key: `note:${incident.id}:${key}`,
      incidentId: incident.id,
      lane: 'update',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).timelineNote({ incident, by: change.actor.id, text: change.text, at: now }),
    });
    return { incidentId: incident.id };
  });
}
