import { unneeded } from '../../domain/deadlines/deadlines.ts';
import type { CauseName } from '../../domain/deadlines/reason.ts';
import { waiveUnfit } from '../../events/settle.ts';
import type { DeadlineRow, IncidentRow } from '../../storage/index.ts';
import type { Changing } from '../incident/change-incident.ts';
import { deadlineRows, wakeForDeadlines } from '../incident/start-clocks.ts';
import { keepRowsDoneBefore } from '../mitigation/done-before.ts';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * The incident becomes one of the cause's scenario, and its rows follow: what does not fit is waived with that reason, also when it was missed before anybody
 * knew; what only another cause had waived applies again; rows that wait for the analysis begin. What people or Bongsu have done stays done, and rows that naming the
 * cause is about to keep (`keeps`) are left to it as long as they are pending.
 */
export async function rowsFollowTheCause(
  runtime: Runtime,
  { stores, incident, now }: Changing,
  cause: CauseName,
  { keeps }: { keeps: readonly string[] },
): Promise<{ begun: string[]; waived: string[] }> {
  const { playbook } = runtime;
  const after = { ...incident, scenario: cause.scenario };
  if (incident.scenario !== cause.scenario) await stores.incidents.change(incident.id, { scenario: cause.scenario });
  const known = new Map((await stores.deadlines.of(incident.id)).map((row) => [row.rowId, row]));
  const fromDetection = (['detection', 'continuous'] as const).flatMap((from) =>
    deadlineRows(runtime, after, from, incident.clockStartedAt, cause),
  );
  const fromNow = deadlineRows(runtime, after, 'analysis', now, cause);
  const begun: DeadlineRow[] = fromNow.filter(({ rowId }) => !known.has(rowId));
  const waived: string[] = [];
  for (const row of [...fromDetection, ...fromNow]) {
    const before = known.get(row.rowId);
    if (!before || (before.state === 'pending' && keeps.includes(row.rowId))) continue;
    const waiver = unneeded(playbook, row.rowId, { scenario: cause.scenario, cause });
    if (waiver && (await waiveUnfit(stores, { incidentId: incident.id, rowId: row.rowId, at: now }, waiver))) waived.push(row.rowId);
    else if (row.state === 'pending' && isWaivedByCause(before)) begun.push(again(row, before, incident, now));
  }
  await stores.deadlines.begin(begun);
  wakeForDeadlines(runtime, begun);
  const pending = begun.filter(({ state }) => state === 'pending').map(({ rowId }) => rowId);
  const done = pending.length === 0 ? [] : await keepRowsDoneBefore(runtime, stores, incident.id, now);
  return { begun: pending.filter((row) => !done.includes(row)), waived };
}

function isWaivedByCause({ state, reason }: DeadlineRow): boolean {
  return state === 'waived' && (reason?.code === 'scenario' || reason?.code === 'cause');
}

/** Missed stays missed. A row whose time passed while nobody could know that it applies has its whole time again. */
function again(row: DeadlineRow, { reason, settledAt }: DeadlineRow, incident: IncidentRow, now: Date): DeadlineRow {
  if (reason && 'missed' in reason && reason.missed) return { ...row, state: 'missed', settledAt };
  if (row.dueAt === null || row.dueAt > now) return row;
  const begins = row.notBefore ?? incident.clockStartedAt;
  const later = (at: Date | null) => at && new Date(at.getTime() + now.getTime() - begins.getTime());
  return { ...row, notBefore: later(row.notBefore), dueAt: later(row.dueAt), remindAt: later(row.remindAt) };
}
