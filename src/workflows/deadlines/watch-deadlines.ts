import { unneeded } from '../../domain/deadlines/deadlines.ts';
import { happened } from '../../events/happened.ts';
import { waiveUnfitInstead } from '../../events/settle.ts';
import type { Stores } from '../../storage/index.ts';
import { standingCause } from '../diagnosis/standing-cause.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { showNotices } from '../standing/show-notice.ts';

/** Rows settled per transaction: large enough to keep up with ten thousand at once, small enough to hold few locks. */
const BATCH = 200;

interface Missed {
  incidentId: number;
  rowId: string;
  dueAt: Date;
}

/**
 * Settles every deadline whose time has passed as missed, each exactly once, and says so in one message of the incident's channel. If a batch breaks,
 * its rows are tried one by one, so that a bad one holds up no other.
 */
export function deadlinesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, services, waker, log, crashPoint } = whole;
  const settle = (limit: number) =>
    storage.transaction(async (stores) => {
      const missed = await stores.deadlines.claimMissed(clock.now(), limit);
      if (missed.length === 0) return 0;
      crashPoint('deadlines:claimed');
      for (const [runtime, own] of await services.each(missed, stores)) await sayMissed(runtime, stores, own);
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

async function sayMissed(runtime: Runtime, stores: Stores, passed: readonly Missed[]): Promise<void> {
  const at = runtime.clock.now();
  const unfit = await waiveUnfit(runtime, stores, passed, at);
  const missed = passed.filter((row) => !unfit.includes(row));
  const common = { at, actor: 'bongsu' };
  await happened(runtime, stores, [
    ...missed.map(({ incidentId, rowId, dueAt }) => ({
      ...common,
      kind: 'deadline.missed' as const,
      incidentId,
      data: { row: rowId, dueAt: dueAt.toISOString() },
    })),
    ...unfit.map(({ incidentId, rowId }) => ({ ...common, kind: 'deadline.waived' as const, incidentId, data: { row: rowId } })),
  ]);
  const review = (row: Missed) => runtime.playbook.rows[row.rowId]?.from === 'recovery';
  await showNotices(runtime, stores, causesOf(missed.filter((row) => !review(row))), 'missed');
  await showNotices(runtime, stores, causesOf(missed.filter(review)), 'missed-review');
}

/**
 * A row that does not fit the likely cause is not missed when its time comes, but waived with that reason: nobody was right to do it. Whoever names another cause
 * later has it apply again.
 */
async function waiveUnfit(runtime: Runtime, stores: Stores, passed: readonly Missed[], at: Date): Promise<Missed[]> {
  const { playbook } = runtime;
  const diagnoses = await stores.diagnoses.ofMany(incidentsOf(passed));
  const unfit: Missed[] = [];
  for (const row of passed) {
    const cause = standingCause(playbook, diagnoses.get(row.incidentId));
    const waiver = cause && unneeded(playbook, row.rowId, { scenario: cause.scenario, cause });
    if (!waiver) continue;
    await waiveUnfitInstead(stores, { ...row, at }, { code: 'cause', ...cause, likely: true });
    unfit.push(row);
  }
  return unfit;
}

/** The rows of each incident, as a word for the keys of what is said about them. */
function causesOf(rows: readonly Missed[]): Map<number, string> {
  return new Map(
    [...groupByIncident(rows)].map(([id, own]) => [
      id,
      own
        .map(({ rowId }) => rowId)
        .sort()
        .join('+'),
    ]),
  );
}

function incidentsOf(rows: readonly Missed[]): number[] {
  return [...new Set(rows.map(({ incidentId }) => incidentId))];
}

function groupByIncident(missed: readonly Missed[]): Map<number, Missed[]> {
  const groups = new Map<number, Missed[]>();
  for (const row of missed) groups.set(row.incidentId, [...(groups.get(row.incidentId) ?? []), row]);
  return groups;
}
