import type { Bilingual, Playbook, RowSpec } from './playbook/schema.ts';

/** A promise with a time, as it stands at detection or recovery. */
export interface PlannedDeadline {
  rowId: string;
  notBefore: Date | null;
  dueAt: Date;
  /** Why it does not apply, when it is waived from the start. */
  waivedBecause: Bilingual | null;
}

const PRIVATE: Bilingual = { en: 'The incident is private.', ko: '비공개 장애입니다.' };

/**
 * The deadlines that start at `from`, counted from `startedAt`: rows of the playbook with `within`, waived where the scenario says so or
 * where the incident is private.
 */
export function planDeadlines(
  playbook: Playbook,
  input: { from: RowSpec['from']; startedAt: Date; scenario: string | null; isPrivate: boolean },
): PlannedDeadline[] {
  const waived = input.scenario === null ? {} : (playbook.scenarios[input.scenario]?.waive ?? {});
  return Object.entries(playbook.rows).flatMap(([rowId, row]) => {
    if (row.from !== input.from || row.within === undefined) return [];
    const start = input.startedAt.getTime();
    // A private incident owes people outside nothing until somebody makes it public (spec.md, settled readings).
    const privately = input.isPrivate && row.publicOnly ? PRIVATE : null;
    return [
      {
        rowId,
        notBefore: row.after === undefined ? null : new Date(start + row.after),
        dueAt: new Date(start + row.within),
        waivedBecause: waived[rowId] ?? privately,
      },
    ];
  });
}
