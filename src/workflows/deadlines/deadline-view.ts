import type { Reason } from '../../domain/deadlines/reason.ts';
import type { DeadlineView } from '../../views/deadlines.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { reasonView } from './reason-view.ts';

/** A deadline's row as people see it, with who can act; nothing for a row the playbook no longer has. */
export function deadlineView(
  runtime: Pick<Runtime, 'playbook'>,
  row: { rowId: string; dueAt: Date | null; state?: DeadlineView['state']; reason?: Reason | null },
): DeadlineView[] {
  const spec = runtime.playbook.rows[row.rowId];
  const title = spec?.title ?? runtime.playbook.followUps[row.rowId]?.title;
  if (!title) return [];
  return [
    {
      id: row.rowId,
      title,
      ...(row.dueAt && { dueAt: row.dueAt }),
      ...(row.state && { state: row.state }),
      ...(spec && { who: spec.who }),
      ...(row.reason && { reason: reasonView(runtime, row.rowId, row.reason) }),
    },
  ];
}
