import type { Stores } from '../storage/index.ts';
import { refreshBoards } from './analysis/board-message.ts';
import { deadlineView } from './deadline-view.ts';
import { outboxRow } from './deliver-outbox.ts';
import { presentInIncident } from './present-for.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Rows settled per transaction: large enough to keep up with ten thousand at once, small enough to hold few locks. */
const BATCH = 200;

interface Missed {
  incidentId: number;
  rowId: string;
  dueAt: Date;
}

/**
 * Settles every deadline whose time has passed as missed, each exactly once, and says so once in the incident's channel. If a batch breaks,
 * its rows are tried one by one, so that a bad one holds up no other.
 */
export function deadlinesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, waker, log, crashPoint } = runtime;
  const settle = (limit: number) =>
    storage.transaction(async (stores) => {
      const missed = await stores.deadlines.claimMissed(clock.now(), limit);
      if (missed.length === 0) return 0;
      crashPoint('deadlines:claimed');
      await sayMissed(runtime, stores, missed);
      return missed.length;
    });
  return async () => {
    for (;;) {
      const settled = await settle(BATCH).catch(async (error) => {
        log.error({ err: error }, 'A batch of deadlines broke; its rows are decided one by one.');
        return await settle(1);
      });
      if (settled > 0) {
        crashPoint('deadlines:decided');
        waker.wake('outbox', clock.now());
      }
      if (settled < BATCH) return;
    }
  };
}

async function sayMissed(runtime: Runtime, stores: Stores, missed: readonly Missed[]): Promise<void> {
  const at = runtime.clock.now();
  await stores.timeline.appendMany(
    missed.map(({ incidentId, rowId, dueAt }) => ({
      incidentId,
      at,
      kind: 'deadline.missed',
      actor: 'bongsu',
      data: { row: rowId, dueAt: dueAt.toISOString() },
    })),
  );
  const byIncident = groupByIncident(missed);
  const incidents = await stores.incidents.findMany([...byIncident.keys()]);
  const roles = await stores.roles.ofMany(incidents.map((incident) => incident.id));
  const messages = incidents.flatMap((incident) => {
    const rows = byIncident.get(incident.id) ?? [];
    const deadlines = rows.flatMap((row) => deadlineView(runtime, row));
    if (deadlines.length === 0) return [];
    const message = presentInIncident(runtime, incident).missedNotice({
      incident,
      deadlines,
      roles: roles.get(incident.id) ?? {},
      now: at,
    });
    const key = `missed:${incident.id}:${rows.map((row) => row.rowId).join('+')}:${Math.min(...rows.map((row) => row.dueAt.getTime()))}`;
    return [outboxRow({ key, incidentId: incident.id, lane: 'update', destination: { to: 'home' }, message })];
  });
  await stores.outbox.addMany(messages, at);
  const changed = new Map([...byIncident].map(([id, rows]) => [id, rows.map(({ rowId }) => rowId)]));
  await refreshBoards(runtime, stores, changed, `missed-${at.getTime()}`);
}

function groupByIncident(missed: readonly Missed[]): Map<number, Missed[]> {
  const groups = new Map<number, Missed[]>();
  for (const row of missed) groups.set(row.incidentId, [...(groups.get(row.incidentId) ?? []), row]);
  return groups;
}
