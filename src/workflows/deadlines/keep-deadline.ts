import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { keepRow } from '../../events/settle.ts';
import { worded } from '../../languages/worded.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import { keptByHand } from '../mitigation/run/done-by-hand.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { reasonView } from './reason-view.ts';
import { settledAlready } from './settled-already.ts';

/** A person says that a row was kept, with what was done. A row that was missed stays missed; the note is added to the timeline. What a mitigation
 * would have done is judged as if one had (V1). */
export async function keepDeadline(
  runtime: Runtime,
  change: Change & { rowId: string; note: string },
): Promise<{ rowId: string; late: boolean }> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const row = (await stores.deadlines.of(incident.id)).find((candidate) => candidate.rowId === change.rowId);
    if (!row) {
      throw new UserError(
        'no_such_deadline',
        worded(({ incidents }) => incidents.incidentHasNoRowDeadlines(incident.id, change.rowId)),
      );
    }
    // Where Bongsu tells nobody, people may have.
    const byHand = row.state === 'waived' && (row.reason?.code === 'no-surface' || row.reason?.code === 'no-network');
    if (byHand) await stores.deadlines.applies(incident.id, row.rowId);
    if (row.state === 'kept' || (row.state === 'waived' && !byHand)) {
      throw settledAlready(runtime, 'deadline_settled', row.rowId, row.state, row.reason && reasonView(runtime, row.rowId, row.reason));
    }
    const late = row.state === 'missed';
    const data = { row: change.rowId, note: change.note, late };
    const kept = { kind: 'deadline.kept', incidentId: incident.id, at: now, actor: writtenAs(change.actor), data } as const;
    await keepRow(runtime, stores, kept, { reason: { code: 'said', text: change.note } });
    await keptByHand(runtime, changing, { rowId: change.rowId, by: writtenAs(change.actor), said: change.note });
    return { rowId: change.rowId, late };
  });
}
