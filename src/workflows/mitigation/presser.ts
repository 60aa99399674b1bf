import { type Actor, standingOf, writtenAs } from '../../domain/incident/actor.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { powerOf } from '../../domain/incident/permissions.ts';
import type { Presser } from '../../domain/mitigation/guard.ts';
import type { MitigationSpec } from '../../domain/playbook/schema.ts';
import type { Stores } from '../../storage/index.ts';
import { everybodyOncall } from '../oncall/who-is-on-call.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Whatever Bongsu does by itself. */
export const BY_ITSELF: Presser = { id: 'bongsu', external: false, isResponder: true, isLead: true, isOncall: true, inGroup: true };

/** Where it is written down who has which power. */
export interface PowerRecords {
  roles: Pick<Stores['roles'], 'given'>;
  userGroups: Pick<Stores['userGroups'], 'find'>;
  oncallOverrides: Pick<Stores['oncallOverrides'], 'notOver'>;
}

/**
 * What the guard must know of whoever presses, by the rows alone: it may be asked inside a transaction, and while Slack is down. `at` is the moment for which somebody must be on
 * call: a handover while a run is under way takes nothing from whoever began it. Outside of an incident nobody has a role.
 */
export async function presserOf(
  runtime: Pick<Runtime, 'playbook' | 'clock'>,
  stores: PowerRecords,
  { actor, incident, guard, at }: { actor: Actor; incident?: Pick<Incident, 'id'>; guard: MitigationSpec['guard']; at?: Date },
): Promise<Presser> {
  const { playbook, clock } = runtime;
  // One after the other: inside a transaction they share its connection.
  const roles = incident ? await stores.roles.given(incident.id) : [];
  const group = guard.group === undefined ? undefined : await stores.userGroups.find(guard.group);
  const oncall = await everybodyOncall({ playbook, storage: stores }, at ?? clock.now());
  return {
    id: writtenAs(actor),
    external: standingOf(actor) !== 'member',
    ...(standingOf(actor) === 'unknown' && { unknown: true }),
    ...powerOf(writtenAs(actor), playbook, { oncall, roles, group: group?.members ?? [] }),
  };
}
