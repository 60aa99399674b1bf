import type { DeadlineSpec } from '../../domain/playbook/schema.ts';
import type { AnalysisItemRow, IncidentRow, Stores } from '../../storage/index.ts';
import type { BoardRowView, BoardView, CheckView } from '../../views/analysis.ts';
import { deadlineView } from '../deadlines/deadline-view.ts';
import { slackIds } from '../oncall/people.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { analysisRows, isCollectable } from './start-analysis.ts';

/** The board as it stands: the rows of the analysis that this incident has. */
export async function boardView(runtime: Runtime, stores: Stores, incident: IncidentRow): Promise<BoardView> {
  // One after the other: inside a transaction they share a connection.
  const deadlines = await stores.deadlines.of(incident.id);
  const collections = await stores.analyses.collections(incident.id);
  const items = await stores.analysisItems.of(incident.id);
  const roles = await stores.roles.of(incident.id);
  const rows = analysisRows(runtime).flatMap((row): BoardRowView[] => {
    const deadline = deadlines.find(({ rowId }) => rowId === row.id);
    const [view] = deadline ? deadlineView(runtime, deadline) : [];
    if (!view) return [];
    const collection = collections.find(({ rowId }) => rowId === row.id);
    return [
      {
        ...view,
        owner: items.find(({ item }) => item === row.id)?.owner ?? null,
        ...(collection && { collection: { state: collection.state, ...(collection.nextAt && { at: collection.nextAt }) } }),
        collectable: isCollectable(runtime, row),
        checks: checksOf(runtime, row, items),
      },
    ];
  });
  return { incident, rows, roles, now: runtime.clock.now() };
}

/** The row's own checklist: `analysis.review` of the playbook, for the row that such a list keeps. */
export function checksOf(
  { playbook }: Pick<Runtime, 'playbook'>,
  { id, spec }: { id: string; spec: DeadlineSpec },
  items: readonly AnalysisItemRow[],
): CheckView[] {
  if (spec.keptBy !== 'checklist.done') return [];
  return playbook.analysis.review.map(({ key, title, owner }) => {
    const item = items.find((each) => each.item === checkId(id, key));
    const [byPlaybook = null] = owner === undefined ? [] : slackIds(playbook, [owner]);
    return {
      id: checkId(id, key),
      title,
      owner: item?.owner ?? byPlaybook,
      ...(item?.doneBy && { doneBy: item.doneBy }),
      ...(item?.note && { note: item.note }),
    };
  });
}

function checkId(row: string, key: string): string {
  return `${row}.${key}`;
}
