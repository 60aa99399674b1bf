import { z } from 'zod';
import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import type { PostedRef } from '../../domain/ports/chat.ts';
import { nextUpdateAt } from '../../domain/updates/next-update-at.ts';
import type { Draft, Stores, UpdateRow } from '../../storage/index.ts';
import type { UpdateDraftView } from '../../views/updates.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { homePlace, send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { moment } from '../runtime/stored.ts';
import { draftUpdate } from './draft-update.ts';
import { nameOfNext } from './name-of-next.ts';

const offerEffect = effect('update.offer', { payload: z.object({ sequence: z.number(), nextAt: moment }), atHome: true });

/** Has the next update drafted and shown in the incident's channel, to be approved before it is due. */
export async function offerDraft(
  { clock }: Pick<Runtime, 'clock'>,
  stores: Stores,
  incident: Incident,
  { sequence, nextAt, approved }: Pick<UpdateRow, 'sequence' | 'approved'> & { nextAt: Date },
): Promise<void> {
  // Somebody wrote it already.
  if (approved !== null) return;
  const key = offerKey(incident.id, { sequence, nextAt });
  await stores.outbox.add(offerEffect.row({ key, incidentId: incident.id, lane: 'update', payload: { sequence, nextAt } }), clock.now());
}

function offerKey(incidentId: number, { sequence, nextAt }: { sequence: number; nextAt: Date }): string {
  return `update-offer:${incidentId}:${sequence}:${nextAt.getTime()}`;
}

/** Has the draft that was shown say what became of it, without its buttons. */
export async function closeOffer(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  row: UpdateRow,
  over: NonNullable<UpdateDraftView['over']>,
): Promise<void> {
  const { clock, playbook } = runtime;
  if (!row.draft || row.nextAt === null) return;
  const key = offerKey(incident.id, { sequence: row.sequence, nextAt: row.nextAt });
  const offered = (await stores.outbox.of(incident.id)).find((one) => one.key === key);
  const { channel, ts } = (offered?.outcome ?? {}) as Partial<PostedRef>;
  if (channel === undefined || ts === undefined) return;
  const present = presentInIncident(runtime, incident);
  const text = pick(row.approved ?? row.draft.texts, present.language, playbook.team.language);
  const message = present.updateDraft({ incident, text, seen: nameOfNext(row), over, now: clock.now() });
  const to = { to: 'edit', channel, ts } as const;
  await send(runtime, stores, { key: `${key}:${over.how}`, incidentId: incident.id, lane: 'cosmetics', destination: to, message });
}

/** Kind `update.offer`: the draft is kept as it was shown, so that what is approved is what was read. */
export const offerKind = delivered(offerEffect, (runtime): Delivers<typeof offerEffect, PostedRef> => {
  const { storage, chat, clock } = runtime;
  return {
    look: async (row, since) => {
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      return incident && (await chat.findPosted({ ...homePlace(incident), key: row.key, since }, { lane: row.lane }));
    },
    run: async (row) => {
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      const { sequence, nextAt } = row.payload;
      const next = incident && (await storage.updates.of(incident.id));
      const isNext = next?.sequence === sequence && next.nextAt?.getTime() === nextAt.getTime() && next.approved === null;
      if (!incident || !ACTIVE_STATES.includes(incident.state) || incident.private || !isNext || clock.now() >= nextAt)
        return { skipped: true };
      const { texts, stage } = await draftUpdate(runtime, incident, { kind: 'update', nextAt: promisedAfter(runtime, incident, nextAt) });
      const draft: Draft = { texts, stage };
      // Before it is shown: whoever presses at once approves what they read.
      await storage.updates.keepDraft({ incidentId: incident.id, sequence, nextAt }, draft, clock.now());
      const present = presentInIncident(runtime, incident);
      const text = pick(texts, present.language, runtime.playbook.team.language);
      const message = present.updateDraft({ incident, text, nextAt, seen: nameOfNext({ sequence, nextAt }), now: clock.now() });
      return await postJoining(runtime, { ...homePlace(incident), message, key: row.key }, { lane: row.lane });
    },
  };
});

/** When the update after this one is due: what its text promises. */
export function promisedAfter({ playbook }: Pick<Runtime, 'playbook'>, incident: Incident, dueAt: Date): Date {
  return nextUpdateAt(incident.detectedAt, playbook.updates.every[incident.severity], dueAt);
}
