import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { canGivePower } from '../../domain/incident/permissions.ts';
import type { Role } from '../../domain/incident/states.ts';
import { pick } from '../../domain/language/pick.ts';
import { ROLE_WORDS } from '../../domain/language/state-words.ts';
import { mention } from '../../domain/language/words.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { RoleRow } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { everybodyOncall } from '../oncall/who-is-on-call.ts';
import { mustBeReachable } from '../paging/must-be-reachable.ts';
import { acknowledgeByActing } from '../paging/take-pages.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Change, changeIncident } from './change-incident.ts';
import { topicRefreshRow } from './refresh-topic.ts';

/** Two who type within this time want the same thing at the same moment: the first one has it. */
const SAME_MOMENT_MS = 10_000;

/**
 * Gives a role to somebody, taking it from whoever held it. Whether power over production comes with it is decided by who gives it, now. `seen` is who held it as the person saw it (null: nobody): when
 * somebody was faster, nothing happens and a UserError `role_taken` says who. Whoever takes a role themselves has acknowledged the incident.
 */
export async function assignRole(
  runtime: Runtime,
  change: Change & { role: Role; user: string; seen?: string | null },
): Promise<{ role: Role; user: string }> {
  const { role, user, actor, seen } = change;
  const by = writtenAs(actor);
  // Whoever asks is there.
  if (user !== by) await mustBeReachable(runtime, user, role === 'commander' ? 'command' : 'role');
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now, key } = changing;
    const roles = await stores.roles.given(incident.id);
    const held = roles.find((each) => each.role === role);
    const before = held?.userId;
    if (held && before !== user) mustNotBeFaster(held, { role, actor: by, seen, now });
    if (user === by) await acknowledgeByActing(runtime, changing, { by, how: 'role' });
    const withPower = canGivePower(by, runtime.playbook, { roles, oncall: await everybodyOncall(runtime, now, stores) });
    // Whoever took a role has it already; given to them by somebody with power, it is another one.
    const confirms = withPower && by !== user && (held?.assignedBy === user || held?.withPower !== true);
    if (before === user && !confirms) return { role, user };
    await stores.roles.assign({ incidentId: incident.id, role, userId: user, assignedBy: by, assignedAt: now, withPower });
    const data = { role, user, ...(before !== undefined && { before }) };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'role.assigned', actor: by, data });
    if (role === 'commander') await stores.outbox.add(topicRefreshRow(incident.id, `commander:${key}`), now);
    await send(runtime, stores, {
      key: `assigned:${incident.id}:${key}`,
      incidentId: incident.id,
      lane: 'ack',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).assignedNotice({ incident, role, user, by, now }),
    });
    return { role, user };
  });
}

/** The first wins: throws UserError when somebody else took or gave the role since the person looked, or at the same moment. */
function mustNotBeFaster(
  { userId, assignedBy, assignedAt }: Pick<RoleRow, 'userId' | 'assignedBy' | 'assignedAt'>,
  { role, actor, seen, now }: { role: Role; actor: string; seen: string | null | undefined; now: Date },
): void {
  const atOnce = assignedBy !== actor && now.getTime() - assignedAt.getTime() < SAME_MOMENT_MS;
  if (seen === undefined ? !atOnce : seen === userId) return;
  const called = ROLE_WORDS[role];
  throw new UserError(
    'role_taken',
    worded(({ incidents }, language) => incidents.somebodyWasFasterIsNow(mention(userId), pick(called, language), role)),
  );
}
