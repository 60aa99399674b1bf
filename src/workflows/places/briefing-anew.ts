import { z } from 'zod';
import { isChannel } from '../../domain/chat/loses-place.ts';
import type { PostedRef } from '../../domain/ports/chat.ts';
import { happened } from '../../events/happened.ts';
import type { NewOutboxRow } from '../../storage/index.ts';
import { briefingView } from '../briefing/briefing-view.ts';
import { readSignals, signalsFor } from '../briefing/read-signals.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';

/** In place of a briefing that somebody deleted. */
const anewEffect = effect('briefing.anew', { payload: z.object({ deletedTs: z.string() }), atHome: true });
const pinEffect = effect('briefing.pin', { payload: z.object({ channel: z.string(), ts: z.string() }) });

/** The outbox row that posts a briefing anew in place of one that was deleted. */
export function briefingAnewRow(incidentId: number, deletedTs: string): NewOutboxRow {
  return anewEffect.row({ key: `briefing-anew:${incidentId}:${deletedTs}`, incidentId, lane: 'update', payload: { deletedTs } });
}

/** Kind `briefing.anew`: posted once, where the incident lives, then pinned; nothing is done when there is another briefing by then. */
export const briefingAnewKind = delivered(anewEffect, (runtime): Delivers<typeof anewEffect, PostedRef> => {
  const { chat, clock, playbook, storage, waker } = runtime;
  const placeOf = async (incidentId: number | null, { deletedTs }: { deletedTs: string }) => {
    const incident = incidentId === null ? undefined : await storage.incidents.find(incidentId);
    if (!incident?.channelId || incident.briefingTs !== deletedTs) return undefined;
    return { incident, place: { channel: incident.channelId, ...(incident.threadTs !== null && { threadTs: incident.threadTs }) } };
  };
  return {
    look: async (row, since) => {
      const known = await placeOf(row.incidentId, row.payload);
      return known && (await chat.findPosted({ ...known.place, key: row.key, since }, { lane: row.lane }));
    },
    run: async (row) => {
      const known = await placeOf(row.incidentId, row.payload);
      if (!known) return { skipped: true };
      const numbers = await readSignals(runtime, signalsFor(runtime, known.incident.scenario));
      const message = presentInIncident(runtime, known.incident).briefing(await briefingView(runtime, known.incident, numbers));
      return await postJoining(runtime, { ...known.place, message, key: row.key }, { lane: row.lane });
    },
    record: async (stores, { incidentId, payload }, { channel, ts }) => {
      const incident = incidentId === null ? undefined : await stores.incidents.lock(incidentId);
      if (!incident || incident.briefingTs !== payload.deletedTs) return;
      const at = clock.now();
      const dueAt = new Date(at.getTime() + playbook.briefing.editAtMostEvery);
      await stores.incidents.place(incident.id, { briefingTs: ts, briefingEditedAt: at, briefingDueAt: dueAt });
      await happened(runtime, stores, {
        incidentId: incident.id,
        at,
        kind: 'briefing.posted',
        actor: 'bongsu',
        data: { channel, ts, anew: true },
      });
      if (isChannel(channel) && incident.threadTs === null) {
        const row = { key: `briefing-pin:${incident.id}:${ts}`, incidentId: incident.id, lane: 'cosmetics' as const };
        await stores.outbox.add(pinEffect.row({ ...row, payload: { channel, ts } }), at);
      }
      waker.wake('outbox', at);
      waker.wake('briefings', dueAt);
    },
  };
});

/** Kind `briefing.pin`. An already pinned message is a success. */
export const briefingPinKind = delivered(pinEffect, ({ chat }): Delivers<typeof pinEffect> => {
  return {
    run: async ({ payload, lane }) => {
      await chat.pin(payload, { lane });
      return {};
    },
  };
});
