import type { Incident } from '../../domain/incident.ts';
import type { Presser } from '../../domain/mitigation/guard.ts';
import { type Actor, type Permission, requirePermission } from '../../domain/permissions.ts';
import { ONCALL_LEVELS } from '../../domain/playbook/oncall-schema.ts';
import type { MitigationSpec } from '../../domain/playbook/schema.ts';
import type { Stores } from '../../storage/index.ts';
import { whoIsOncall } from '../oncall.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Whatever Bongsu does by itself. */
export const BY_ITSELF: Presser = { id: 'bongsu', external: false, isResponder: true, isLead: true, isOncall: true, inGroup: true };

/** What the guard must know of whoever presses, by the rows alone: it may be asked inside a transaction, and while Slack is down. */
export async function presserOf(
  runtime: Runtime,
  stores: Stores,
  { actor, incident, guard }: { actor: Actor; incident: Incident; guard: MitigationSpec['guard'] },
): Promise<Presser> {
  const { playbook, clock } = runtime;
  // One after the other: inside a transaction they share its connection.
  const roles = await stores.roles.of(incident.id);
  const group = guard.group === undefined ? undefined : await stores.userGroups.find(guard.group);
  const oncall: (string | undefined)[] = [];
  for (const level of ONCALL_LEVELS) oncall.push((await whoIsOncall(runtime, level, clock.now(), stores)).person?.slack);
  const may = (needed: Permission) => {
    try {
      requirePermission(needed, { actor, playbook, incident, roles });
      return true;
    } catch {
      return false;
    }
  };
  return {
    id: actor.id,
    external: actor.standing !== 'member',
    isResponder: may('responder'),
    // Responders stand in for a missing commander elsewhere; whom a mitigation asks for a lead, it wants one.
    isLead: roles.commander === actor.id || playbook.team.leads.some((key) => playbook.team.people[key]?.slack === actor.id),
    isOncall: oncall.includes(actor.id),
    inGroup: group?.members.includes(actor.id) ?? false,
  };
}
