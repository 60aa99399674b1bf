import type { FollowUpView } from '../../domain/review-views.ts';
import type { FollowUpRow } from '../../storage/index.ts';

export function followUpView(row: FollowUpRow): FollowUpView {
  const { rowId, title, owner, dueAt, state, doneBy } = row;
  return { id: rowId, title, owner, dueAt, state, ...(doneBy !== null && { doneBy }) };
}

export function followUpViews(rows: readonly FollowUpRow[]): FollowUpView[] {
  return rows.map(followUpView);
}
