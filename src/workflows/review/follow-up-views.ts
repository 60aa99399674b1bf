import { verbatim } from '../../domain/language/verbatim.ts';
import type { FollowUpRow } from '../../storage/index.ts';
import type { FollowUpView } from '../../views/review.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** With the playbook's title; for one that the playbook has dropped, what it was called when it was opened. */
export function followUpView({ playbook }: Pick<Runtime, 'playbook'>, row: FollowUpRow): FollowUpView {
  const { rowId, title, owner, dueAt, state, doneBy } = row;
  const called = playbook.followUps[rowId]?.title ?? verbatim(title);
  return { id: rowId, title: called, owner, dueAt, state, ...(doneBy !== null && { doneBy }) };
}

export function followUpViews(runtime: Pick<Runtime, 'playbook'>, rows: readonly FollowUpRow[]): FollowUpView[] {
  return rows.map((row) => followUpView(runtime, row));
}
