import { UserError } from '../../domain/errors.ts';
import type { FreezeView } from '../../domain/mitigation-views.ts';
import type { Actor } from '../../domain/permissions.ts';
import { send } from '../deliver-outbox.ts';
import { presentInIncident } from '../present-for.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';

interface Switch {
  cause: Cause;
  actor: Actor;
}

/** The kill switch: from now on no mitigation begins and nothing is taken back by itself, in any incident; what a person takes back still is. */
export async function freezeMitigations(
  runtime: Runtime,
  { cause, actor, reason }: Switch & { reason?: string | undefined },
): Promise<FreezeView> {
  const now = runtime.clock.now();
  return await flip(runtime, cause, async (stores) => {
    await stores.mitigationRuns.lockAll();
    if (!(await stores.freezes.freeze(actor.id, now, reason ?? null))) {
      const current = await stores.freezes.current();
      throw new UserError(
        'frozen_already',
        {
          en: `Everything is frozen already, by <@${current?.by}>. \`unfreeze\` ends it.`,
          ko: `<@${current?.by}>님이 이미 모든 조치를 동결했습니다. 해제: \`unfreeze\``,
        },
        {
          people: current ? [current.by] : [],
        },
      );
    }
    await stores.mitigationAudit.append({
      runId: null,
      incidentId: null,
      at: now,
      actor: actor.id,
      what: 'frozen',
      detail: { reason: reason ?? null },
    });
    return { by: actor.id, at: now.toISOString(), ...(reason !== undefined && { reason }) };
  });
}

export async function unfreezeMitigations(runtime: Runtime, { cause, actor }: Switch): Promise<FreezeView> {
  const now = runtime.clock.now();
  return await flip(runtime, cause, async (stores) => {
    await stores.mitigationRuns.lockAll();
    const ended = await stores.freezes.lift(actor.id, now);
    if (!ended) throw new UserError('not_frozen', { en: 'Nothing is frozen.', ko: '동결된 것이 없습니다.' });
    await stores.mitigationAudit.append({ runId: null, incidentId: null, at: now, actor: actor.id, what: 'unfrozen' });
    return { by: ended.by, at: ended.at.toISOString(), ...(ended.reason !== null && { reason: ended.reason }), liftedBy: actor.id };
  });
}

type Flipped = Omit<FreezeView, 'at'> & { at: string };

/** Once, and told in the channel of every incident that is under way. */
async function flip(
  runtime: Runtime,
  cause: Cause,
  work: (stores: Parameters<Parameters<typeof once>[2]>[0]) => Promise<Flipped>,
): Promise<FreezeView> {
  const { result } = await once(runtime, cause, async (stores) => {
    const flipped = await work(stores);
    for (const incident of await stores.incidents.list(['open', 'reopened', 'mitigated'], 50)) {
      await send(runtime, stores, {
        key: `freeze:${cause.source}:${cause.id}:${incident.id}`,
        incidentId: incident.id,
        lane: 'mitigation',
        destination: { to: 'home' },
        message: presentInIncident(runtime, incident).freezeNotice(viewOf(flipped)),
      });
    }
    return flipped;
  });
  runtime.waker.wake('outbox', runtime.clock.now());
  runtime.waker.wake('mitigations', runtime.clock.now());
  return viewOf(result);
}

function viewOf(flipped: Flipped): FreezeView {
  return { ...flipped, at: new Date(flipped.at) };
}
