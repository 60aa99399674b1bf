import type { IncidentRow, RetroInviteeRow, RetroRow, Stores } from '../../storage/index.ts';
import type { RetroView } from '../../views/review.ts';
import { reasonView } from '../deadlines/reason-view.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { retroRow } from './retro-row.ts';

/** The meeting as people see it now. */
export function retroView(
  runtime: Pick<Runtime, 'playbook' | 'clock'>,
  incident: IncidentRow,
  retro: RetroRow,
  invitees: readonly RetroInviteeRow[],
  more: { state?: RetroView['state']; movedBy?: string } = {},
): RetroView {
  const row = retroRow(runtime.playbook);
  const text = row?.spec.message === undefined ? undefined : runtime.playbook.messages[row.spec.message];
  return {
    incident,
    state: more.state ?? retro.state,
    startsAt: retro.startsAt,
    endsAt: retro.endsAt,
    ...(retro.joinUrl !== null && { joinUrl: retro.joinUrl }),
    invitees: invitees.map(({ userId, answer, optional }) => ({ user: userId, answer, optional })),
    absent: retro.absent,
    row: row?.id ?? '',
    ...(retro.lateReason !== null && { late: reasonView(runtime, row?.id ?? '', retro.lateReason) }),
    ...(text && { text }),
    ...(more.movedBy !== undefined && { movedBy: more.movedBy }),
    now: runtime.clock.now(),
  };
}

/** Everything about an incident's retrospective; undefined when there has never been one. */
export async function findRetro(
  stores: Stores,
  incidentId: number,
): Promise<{ incident: IncidentRow; retro: RetroRow; invitees: RetroInviteeRow[] } | undefined> {
  const [incident, retro, invitees] = [
    await stores.incidents.find(incidentId),
    await stores.retros.find(incidentId),
    await stores.retros.invitees(incidentId),
  ];
  return incident && retro ? { incident, retro, invitees } : undefined;
}
