import type { DeadlineSpec } from '../../domain/playbook/schema.ts';
import type { DeadlineRow, IncidentRow } from '../../storage/index.ts';
import { isCalm } from '../briefing/is-calm.ts';
import { deadlineView } from '../deadlines/deadline-view.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { StandingNotice } from './standing-notice.ts';

/** Rows that were missed while the incident lasted. Nobody is nagged about an incident in which nothing is wrong. */
export const missedNotice: StandingNotice = async (runtime, incident, stands) => {
  const missed = await missedOf(runtime, incident, (from) => from !== 'recovery');
  if (!stands && (missed.length === 0 || (await isCalm(runtime, runtime.storage, incident)))) return undefined;
  return await written(runtime, incident, missed);
};

/** Rows that were missed afterwards: nobody looks for them in what was said while it lasted. */
export const missedReviewNotice: StandingNotice = async (runtime, incident, stands) => {
  const missed = await missedOf(runtime, incident, (from) => from === 'recovery');
  return stands || missed.length > 0 ? await written(runtime, incident, missed) : undefined;
};

/** Those whose time passed since the clocks started last. One that was missed for a reason was said with it. */
async function missedOf(
  { storage, playbook }: Runtime,
  incident: IncidentRow,
  counts: (from: DeadlineSpec['from']) => boolean,
): Promise<DeadlineRow[]> {
  const rows = await storage.deadlines.of(incident.id);
  return rows.filter(({ rowId, state, settledAt, reason }) => {
    const from = playbook.rows[rowId]?.from;
    return (
      state === 'missed' &&
      reason === null &&
      settledAt !== null &&
      settledAt >= incident.clockStartedAt &&
      from !== undefined &&
      counts(from)
    );
  });
}

async function written(runtime: Runtime, incident: IncidentRow, missed: readonly DeadlineRow[]) {
  const roles = await runtime.storage.roles.of(incident.id);
  const deadlines = missed.flatMap((row) => deadlineView(runtime, row));
  return presentInIncident(runtime, incident).missedNotice({ incident, deadlines, roles, now: runtime.clock.now() });
}
