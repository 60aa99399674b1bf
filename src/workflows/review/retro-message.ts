import { z } from 'zod';
import type { PostedRef } from '../../domain/ports/chat.ts';
import { happened } from '../../events/happened.ts';
import type { NewOutboxRow } from '../../storage/index.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { homePlace } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { unlessDeleted } from '../places/unless-deleted.ts';
import { type Delivers, delivered, type EffectRow, effect } from '../runtime/effect.ts';
import { StepDeferred } from '../runtime/steps.ts';
import { afterVersionBefore, unlessFailed, type Version } from './retro-run.ts';
import { findRetro, retroView } from './retro-view.ts';

/** What the invitation need not wait for is not waited for longer than this. */
const NOT_LONGER_MS = 60_000;
const LANE = { lane: 'update' } as const;

/** An incident that has no place yet is still being opened. */
const LATER_MS = 5_000;

interface Home {
  channel: string;
  threadTs?: string;
}

/** The older invitation says that it is over, then the newer one is posted; a cancelled meeting has no newer one. */
export async function postInvitation(version: Version): Promise<void> {
  await afterVersionBefore(version, 'message');
  const home = await homeOf(version);
  await retireOlder(version).catch(unlessFailed);
  if (version.act === 'cancel') return;
  await bringPeopleIn(version, home).catch(unlessFailed);
  await post(version, home).catch(unlessFailed);
}

async function homeOf({ runtime, incident }: Version): Promise<Home> {
  const home = await runtime.storage.incidents.find(incident.id);
  if (!home?.channelId) throw new StepDeferred('retro.message', new Date(runtime.clock.now().getTime() + LATER_MS));
  return { channel: home.channelId, ...(home.threadTs !== null && { threadTs: home.threadTs }) };
}

async function retireOlder({ runtime, context, incident, act }: Version): Promise<void> {
  const { chat, storage } = runtime;
  await context.steps.do({
    name: 'retro.message-before',
    replaceAfterMs: NOT_LONGER_MS,
    run: async () => {
      const found = await findRetro(storage, incident.id);
      if (!found?.retro.channelId || !found.retro.ts) return {};
      const { channelId: channel, ts } = found.retro;
      const state = act === 'cancel' ? 'cancelled' : 'moved';
      const view = retroView(runtime, found.incident, found.retro, found.invitees, { state });
      await chat.update({ channel, ts, message: presentInIncident(runtime, found.incident).retroInvite(view) }, LANE);
      return { channel, ts };
    },
    // Whoever answers from here on must not have the older one written anew as if it still counted.
    record: async (stores) => await stores.retros.change(incident.id, { channelId: null, ts: null }),
  });
}

/** Somebody who acted from elsewhere would not see the invitation. */
async function bringPeopleIn({ runtime, context, incident }: Version, home: Home): Promise<void> {
  if (home.threadTs !== undefined || !/^[CG]/.test(home.channel)) return;
  await context.steps.do({
    name: 'retro.people',
    followsHome: true,
    replaceAfterMs: NOT_LONGER_MS,
    run: async () => {
      const users = (await runtime.storage.retros.invitees(incident.id)).flatMap(({ userId, optional }) => (optional ? [] : [userId]));
      return users.length === 0 ? {} : await runtime.chat.invite({ channel: home.channel, users }, LANE);
    },
  });
}

async function post({ runtime, context, incident, sequence, movedBy }: Version, home: Home): Promise<void> {
  const { chat, clock, storage } = runtime;
  const key = `retro:${incident.id}:${sequence}`;
  let shown: string | undefined;
  await context.steps.do<PostedRef | null>({
    name: 'retro.message',
    followsHome: true,
    look: (since) => chat.findPosted({ ...home, key, since }, LANE),
    run: async () => {
      const found = await findRetro(storage, incident.id);
      if (found?.retro.sequence !== sequence) return null;
      shown = contentOf(found);
      const view = retroView(runtime, found.incident, found.retro, found.invitees, movedBy === undefined ? {} : { movedBy });
      const message = presentInIncident(runtime, found.incident).retroInvite(view);
      return await postJoining(runtime, { ...home, message, key }, LANE);
    },
    record: async (stores, posted) => {
      if (!posted) return;
      // Whoever answers holds this lock: their answer is read below, or they find the message that is written down here.
      await stores.incidents.lock(incident.id);
      const found = await findRetro(stores, incident.id);
      await stores.retros.change(incident.id, { channelId: posted.channel, ts: posted.ts });
      if (found?.retro.sequence === sequence && contentOf(found) !== shown) {
        await stores.outbox.add(retroRefreshRow(incident.id, `posted-${sequence}`), clock.now());
        runtime.waker.wake('outbox', clock.now());
      }
      await happened(runtime, stores, {
        incidentId: incident.id,
        at: clock.now(),
        kind: 'retro.invited',
        actor: 'bongsu',
        data: { sequence },
      });
    },
  });
}

/** What an invitation is written from. */
function contentOf({ retro, invitees }: Pick<NonNullable<Awaited<ReturnType<typeof findRetro>>>, 'retro' | 'invitees'>): string {
  return JSON.stringify([retro, invitees]);
}

const refreshEffect = effect('retro.refresh', { payload: z.object({}) });

/** In place of an invitation that somebody deleted. */
const anewEffect = effect('retro.anew', { payload: z.object({ deletedTs: z.string() }), atHome: true });

/** The outbox row that has the current invitation written anew; `cause` tells one from another. */
export function retroRefreshRow(incidentId: number, cause: string): NewOutboxRow {
  return refreshEffect.row({ key: `retro-refresh:${incidentId}:${cause}`, incidentId, lane: 'cosmetics', payload: {} });
}

/** Kind `retro.refresh`: the current invitation is written anew from the rows as they are when it leaves, so that late ones do no harm. */
export const retroRefreshKind = delivered(refreshEffect, (runtime): Delivers<typeof refreshEffect, { deletedTs?: string }> => {
  return {
    run: async (row) => {
      const found = row.incidentId === null ? undefined : await findRetro(runtime.storage, row.incidentId);
      if (!found?.retro.channelId || !found.retro.ts) return { skipped: true };
      const { channelId: channel, ts } = found.retro;
      const view = retroView(runtime, found.incident, found.retro, found.invitees);
      const message = presentInIncident(runtime, found.incident).retroInvite(view);
      return await unlessDeleted({ ts }, () => runtime.chat.update({ channel, ts, message }, { lane: row.lane }));
    },
    record: async (stores, { incidentId }, { deletedTs }) => {
      if (incidentId === null || deletedTs === undefined) return;
      const row = { key: `retro-anew:${incidentId}:${deletedTs}`, incidentId, lane: 'update' as const };
      await stores.outbox.add(anewEffect.row({ ...row, payload: { deletedTs } }), runtime.clock.now());
      runtime.waker.wake('outbox', runtime.clock.now());
    },
  };
});

/** Kind `retro.anew`: the current invitation in place of one that somebody deleted, where the incident lives by then. */
export const retroAnewKind = delivered(anewEffect, (runtime): Delivers<typeof anewEffect, PostedRef> => {
  const { chat, storage } = runtime;
  const known = async ({ incidentId, payload }: EffectRow<{ deletedTs: string }>) => {
    const found = incidentId === null ? undefined : await findRetro(storage, incidentId);
    return found?.retro.ts === payload.deletedTs ? found : undefined;
  };
  return {
    look: async (row, since) => {
      const found = await known(row);
      return found && (await chat.findPosted({ ...homePlace(found.incident), key: row.key, since }, { lane: row.lane }));
    },
    run: async (row) => {
      const found = await known(row);
      if (!found) return { skipped: true };
      const message = presentInIncident(runtime, found.incident).retroInvite(
        retroView(runtime, found.incident, found.retro, found.invitees),
      );
      return await postJoining(runtime, { ...homePlace(found.incident), message, key: row.key }, { lane: row.lane });
    },
    record: async (stores, { incidentId }, { channel, ts }) => {
      if (incidentId !== null) await stores.retros.change(incidentId, { channelId: channel, ts });
    },
  };
});
