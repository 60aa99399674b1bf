import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import { STATE_WORDS } from '../../domain/language/state-words.ts';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { askedCause } from '../../domain/paging/calls.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { askedFirst, stepOf } from './levels.ts';
import { mustBeReachable } from './must-be-reachable.ts';

/** Pages one person, or whoever is on call at a level, because somebody asks for it. Repeated like any other page. */
export async function pageSomebody(
  runtime: Runtime,
  change: Change & { whom: { user: string } | { level: OncallLevel }; reason?: string | undefined },
): Promise<{ users: string[] }> {
  if ('user' in change.whom) await mustBeReachable(runtime, change.whom.user, 'page');
  const outcome = await changeIncident(runtime, change, async ({ stores, incident, now, key }) => {
    if (!ACTIVE_STATES.includes(incident.state)) {
      throw new UserError(
        'not_active',
        worded(({ paging }, language) => paging.incidentIsThereIsNothing(incident.id, pick(STATE_WORDS[incident.state], language))),
      );
    }
    const { whom } = change;
    const level = 'level' in whom ? whom.level : 'L1';
    const users = 'level' in whom ? await askedFirst(runtime, stores, level) : [whom.user];
    if (users.length === 0) {
      throw new UserError(
        'nobody_on_call',
        worded(({ paging }) => paging.nobodyIsOnCallForOrAfterIt(level)),
      );
    }
    const step = stepOf(runtime, level);
    for (const userId of users) {
      await stores.pages.add({
        incidentId: incident.id,
        level,
        userId,
        cause: askedCause(key, 'level' in whom ? 'level' : 'person'),
        askedBy: writtenAs(change.actor),
        reason: change.reason ?? null,
        repeatEveryMs: step?.repeatEvery ?? null,
        repeatAtMost: step?.repeatAtMost ?? 0,
        createdAt: now,
        nextAt: now,
      });
    }
    const data = { users, level, ...(change.reason && { reason: change.reason }) };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'page.asked', actor: writtenAs(change.actor), data });
    return { users };
  });
  runtime.waker.wake('pages', runtime.clock.now());
  return outcome;
}
