import { ACTIVE_STATES, type Incident } from '../domain/incident.ts';
import { nextUpdateAt } from '../domain/updates.ts';
import type { OutboxRow, Stores, UpdateRow } from '../storage/index.ts';
import { scenarioView } from './briefing-view.ts';
import { postJoining } from './declare/announce.ts';
import type { OutboxKind } from './deliver-outbox.ts';
import { presentInStatus } from './present-for.ts';
import { readSignals, signalsFor } from './read-signals.ts';
import type { Runtime } from './runtime/runtime.ts';

/**
 * Decides about every regular update that is due (X1): one transaction per incident, in which the clock moves on and the outbox gets the
 * update. Two processes never decide about the same row, and the key makes a repeated decision harmless.
 */
export function updatesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, waker, clock, crashPoint } = runtime;
  return async () => {
    let decided = false;
    while (await storage.transaction((stores) => decideOne(runtime, stores))) decided = true;
    if (!decided) return;
    crashPoint('updates:decided');
    waker.wake('outbox', clock.now());
  };
}

async function decideOne(runtime: Runtime, stores: Stores): Promise<boolean> {
  const now = runtime.clock.now();
  const due = await stores.updates.claimDue(now);
  if (!due) return false;
  runtime.crashPoint('updates:claimed');
  const incident = await stores.incidents.find(due.incidentId);
  if (!incident || !ACTIVE_STATES.includes(incident.state) || incident.private) {
    await stores.updates.stop(due.incidentId);
    return true;
  }
  const sequence = due.sequence + 1;
  const nextAt = nextUpdateAt(incident.detectedAt, runtime.playbook.updates.every[incident.severity], now);
  await stores.updates.advance(incident.id, sequence, nextAt);
  await queueUpdate(runtime, stores, incident, { sequence, dueAt: due.nextAt ?? now, nextAt, row: due });
  runtime.waker.wake('updates', nextAt);
  return true;
}

/** Puts one update into the outbox, with what somebody wrote for it; that is then used up. */
export async function queueUpdate(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  update: { sequence: number; dueAt: Date; nextAt: Date; row: UpdateRow },
): Promise<void> {
  const { sequence, dueAt, nextAt, row } = update;
  const payload = { sequence, dueAt: dueAt.toISOString(), nextAt: nextAt.toISOString(), text: row.editedText };
  const key = updateKey(incident.id, sequence);
  await stores.outbox.add({ key, incidentId: incident.id, kind: 'update.status-channel', lane: 'update', payload }, runtime.clock.now());
  if (row.editedText !== null) await stores.updates.edit(incident.id, null, null);
}

/** The key an update's message carries. */
export function updateKey(incidentId: number, sequence: number): string {
  return `update:${incidentId}:${sequence}:status-channel`;
}

/** Kind `update.status-channel`: the text is written from the numbers at the moment it leaves. */
export function updateKind(runtime: Runtime): OutboxKind {
  const { chat, clock, playbook, storage } = runtime;
  const present = presentInStatus(runtime);
  const channel = playbook.team.channels.status;
  const incidentOf = async (row: OutboxRow) => (row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId));
  return {
    look: (row, since) => chat.findPosted({ channel, key: row.key, since }, { lane: 'update' }),
    run: async (row) => {
      const incident = await incidentOf(row);
      // Resolved, cancelled or made private while the update waited: what is over is not reported as going on.
      if (!incident || !ACTIVE_STATES.includes(incident.state) || incident.private) return { skipped: true };
      const { sequence, nextAt, text } = row.payload as { sequence: number; nextAt: string; text: string | null };
      const { readings } = await readSignals(runtime, signalsFor(runtime, incident.scenario));
      const scenario = scenarioView(runtime, incident);
      const message = present.update({
        incident,
        sequence,
        readings,
        ...(scenario && { scenario }),
        ...(text && { message: text }),
        nextAt: new Date(nextAt),
        now: clock.now(),
      });
      return await postJoining(runtime, { channel, message, key: row.key }, { lane: 'update' });
    },
    record: async (stores, { incidentId, payload }) => {
      if (incidentId === null) return;
      const { sequence } = payload as { sequence: number };
      await stores.timeline.append({ incidentId, at: clock.now(), kind: 'update.sent', actor: 'bongsu', data: { sequence } });
    },
  };
}
