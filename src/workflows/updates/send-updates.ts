import { z } from 'zod';
import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import type { PostedRef } from '../../domain/ports/chat.ts';
import type { ToldReading } from '../../domain/timeline/updates.ts';
import { nextUpdateAt } from '../../domain/updates/next-update-at.ts';
import { happened } from '../../events/happened.ts';
import type { Stores, UpdateRow } from '../../storage/index.ts';
import { scenarioView } from '../briefing/briefing-view.ts';
import { judgedReadings } from '../briefing/follow-readings.ts';
import { signalsFor } from '../briefing/read-signals.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { presentInStatus } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { moment } from '../runtime/stored.ts';
import { sinceLastUpdate, told } from './since-last-update.ts';

/**
 * Decides about every regular update that is due (X1): one transaction per incident, in which the clock moves on and the outbox gets the
 * update. Two processes never decide about the same row, and the key makes a repeated decision harmless.
 */
export function updatesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, waker, clock, crashPoint } = whole;
  return async () => {
    let decided = false;
    while (await storage.transaction((stores) => decideOne(whole, stores))) decided = true;
    if (!decided) return;
    crashPoint('updates:decided');
    waker.wake('outbox', clock.now());
  };
}

async function decideOne(whole: WholeRuntime, stores: Stores): Promise<boolean> {
  const now = whole.clock.now();
  const due = await stores.updates.claimDue(now);
  if (!due) return false;
  whole.crashPoint('updates:claimed');
  const incident = await stores.incidents.find(due.incidentId);
  if (!incident || !ACTIVE_STATES.includes(incident.state) || incident.private) {
    await stores.updates.stop(due.incidentId);
    return true;
  }
  const runtime = whole.services.of(incident);
  const sequence = due.sequence + 1;
  const nextAt = nextUpdateAt(incident.detectedAt, runtime.playbook.updates.every[incident.severity], now);
  await stores.updates.advance(incident.id, sequence, nextAt);
  await queueUpdate(runtime, stores, incident, { sequence, dueAt: due.nextAt ?? now, nextAt, row: due });
  runtime.waker.wake('updates', nextAt);
  return true;
}

const updateEffect = effect('update.status-channel', {
  payload: z.object({ sequence: z.number(), dueAt: moment, nextAt: moment, text: z.string().nullable() }),
});

/** Puts one update into the outbox, with what somebody wrote for it; that is then used up. */
export async function queueUpdate(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  update: { sequence: number; dueAt: Date; nextAt: Date; row: UpdateRow },
): Promise<void> {
  const { sequence, dueAt, nextAt, row } = update;
  const payload = { sequence, dueAt, nextAt, text: row.editedText };
  const key = updateKey(incident.id, sequence);
  await stores.outbox.add(updateEffect.row({ key, incidentId: incident.id, lane: 'update', payload }), runtime.clock.now());
  if (row.editedText !== null) await stores.updates.edit(incident.id, null, null);
}

/** Where an update stands, and what it said. */
interface Sent extends PostedRef {
  /** Absent in one that was found again after a lost reply: nobody knows what it said. */
  readings?: ToldReading[];
}

/** The key an update's message carries. */
function updateKey(incidentId: number, sequence: number): string {
  return `update:${incidentId}:${sequence}:status-channel`;
}

/** Kind `update.status-channel`: the text is written from the numbers at the moment it leaves. */
export const updateKind = delivered(updateEffect, (runtime): Delivers<typeof updateEffect, Sent> => {
  const { chat, clock, playbook, storage } = runtime;
  const present = presentInStatus(runtime);
  const channel = playbook.team.channels.status;
  return {
    look: (row, since) => chat.findPosted({ channel, key: row.key, since }, { lane: 'update' }),
    run: async (row) => {
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      // Resolved, cancelled or made private while the update waited: what is over is not reported as going on.
      if (!incident || !ACTIVE_STATES.includes(incident.state) || incident.private) return { skipped: true };
      const { sequence, nextAt, text } = row.payload;
      // It waited until the next one was due: that one tells how things stand, and what somebody wrote is not lost.
      if (text === null && clock.now() >= nextAt) return { skipped: true };
      const [{ readings }, { previous, done }] = await Promise.all([
        judgedReadings(runtime, incident, signalsFor(runtime, incident.scenario)),
        sinceLastUpdate(runtime, incident),
      ]);
      const scenario = scenarioView(runtime, incident);
      const message = present.update({
        incident,
        sequence,
        readings,
        ...(scenario && { scenario }),
        ...(previous && { previous }),
        ...(done.length > 0 && { done }),
        ...(text && { message: text }),
        nextAt,
        now: clock.now(),
      });
      const posted = await postJoining(runtime, { channel, message, key: row.key }, { lane: 'update' });
      return { ...posted, readings: told(readings) };
    },
    record: async (stores, { incidentId, payload: { sequence } }, { readings }) => {
      if (incidentId === null) return;
      const at = clock.now();
      await happened(runtime, stores, {
        incidentId,
        at,
        kind: 'update.sent',
        actor: 'bongsu',
        data: { sequence, ...(readings && { readings }) },
      });
    },
  };
});
