import { UserError } from '../domain/errors.ts';
import { ROW_STATE_WORDS } from '../domain/state-words.ts';
import { verbatim } from '../domain/verbatim.ts';
import { refreshBoardWith } from './analysis/board-message.ts';
import { type Change, changeIncident } from './change-incident.ts';
import type { Runtime } from './runtime/runtime.ts';

/** A person says that a row was kept, with what was done. A row that was missed stays missed; the note is added to the timeline. */
export async function keepDeadline(
  runtime: Runtime,
  change: Change & { rowId: string; note: string },
): Promise<{ rowId: string; late: boolean }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now, key }) => {
    const row = (await stores.deadlines.of(incident.id)).find((candidate) => candidate.rowId === change.rowId);
    if (!row) {
      throw new UserError('no_such_deadline', {
        en: `Incident #${incident.id} has no row ${change.rowId}. \`deadlines\` lists those it has.`,
        ko: `장애 #${incident.id} 기한에는 ${change.rowId} 항목이 없습니다. 항목 목록: \`deadlines\`.`,
      });
    }
    if (row.state === 'kept' || row.state === 'waived') {
      throw new UserError('deadline_settled', {
        en: `${change.rowId} is ${row.state} already${row.reason ? ` (${row.reason.en})` : ''}.`,
        ko: `${change.rowId} 항목은 이미 처리되었습니다: ${ROW_STATE_WORDS[row.state].ko}${row.reason ? ` (${row.reason.ko})` : ''}.`,
      });
    }
    const late = row.state === 'missed';
    if (!late) await stores.deadlines.settle(incident.id, change.rowId, 'kept', now, verbatim(change.note));
    const data = { row: change.rowId, note: change.note, late };
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'deadline.kept', actor: change.actor.id, data });
    await refreshBoardWith(runtime, stores, incident, { rowIds: [change.rowId], cause: key });
    return { rowId: change.rowId, late };
  });
}
