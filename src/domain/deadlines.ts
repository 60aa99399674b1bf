import type { Language, Playbook, RowSpec } from './playbook/schema.ts';

/** A promise with a time, as it stands at detection or recovery. */
export interface PlannedDeadline {
  rowId: string;
  notBefore: Date | null;
  dueAt: Date;
  /** Why it does not apply, when it is waived from the start. */
  waivedBecause: string | null;
}

/** Rows that speak to people outside: a private incident owes none of them until somebody makes it public (spec.md, settled readings). */
const PUBLIC_ROWS = ['X1', 'X2', 'X3', 'C3'];

/**
 * The deadlines that start at `from`, counted from `startedAt`: rows of the playbook with `within`, waived where the scenario says so or
 * where the incident is private.
 */
export function planDeadlines(
  playbook: Playbook,
  input: { from: RowSpec['from']; startedAt: Date; scenario: string | null; isPrivate: boolean; language: Language },
): PlannedDeadline[] {
  const waived = input.scenario === null ? {} : (playbook.scenarios[input.scenario]?.waive ?? {});
  return Object.entries(playbook.rows).flatMap(([rowId, row]) => {
    if (row.from !== input.from || row.within === undefined) return [];
    const start = input.startedAt.getTime();
    const privately = input.isPrivate && PUBLIC_ROWS.includes(rowId) ? 'The incident is private.' : null;
    return [
      {
        rowId,
        notBefore: row.after === undefined ? null : new Date(start + row.after),
        dueAt: new Date(start + row.within),
        waivedBecause: waived[rowId]?.[input.language] ?? privately,
      },
    ];
  });
}
