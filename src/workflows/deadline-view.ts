import type { Bilingual } from '../domain/playbook/schema.ts';
import type { DeadlineView } from '../domain/views.ts';
import type { Runtime } from './runtime/runtime.ts';

/** A deadline's row as people see it, with who can act; nothing for a row the playbook no longer has. */
export function deadlineView(
  runtime: Pick<Runtime, 'playbook'>,
  row: { rowId: string; dueAt: Date; state?: DeadlineView['state']; reason?: Bilingual | null },
): DeadlineView[] {
  const spec = runtime.playbook.rows[row.rowId];
  const title = spec?.title ?? runtime.playbook.followUps[row.rowId]?.title;
  if (!title) return [];
  return [
    {
      id: row.rowId,
      title,
      dueAt: row.dueAt,
      ...(row.state && { state: row.state }),
      ...(spec && { who: spec.who }),
      ...(row.reason && { reason: row.reason }),
    },
  ];
}
