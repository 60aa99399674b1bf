import type { Role } from '../domain/incident.ts';
import { type Change, changeIncident } from './change-incident.ts';
import { send } from './deliver-outbox.ts';
import { presentInIncident } from './present-for.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Gives a role to somebody, taking it from whoever held it. */
export async function assignRole(runtime: Runtime, change: Change & { role: Role; user: string }): Promise<{ role: Role; user: string }> {
  const { role, user } = change;
  return await changeIncident(runtime, change, async ({ stores, incident, now, key }) => {
    const before = (await stores.roles.of(incident.id))[role];
    if (before === user) return { role, user };
    await stores.roles.assign({ incidentId: incident.id, role, userId: user, assignedBy: change.actor.id, assignedAt: now });
    const data = { role, user, ...(before !== undefined && { before }) };
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'role.assigned', actor: change.actor.id, data });
    await send(runtime, stores, {
      key: `assigned:${incident.id}:${key}`,
      incidentId: incident.id,
      lane: 'ack',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).assignedNotice({ incident, role, user, by: change.actor.id, now }),
    });
    return { role, user };
  });
}
