import type { DeadlineView } from '../../views/deadlines.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { deadlineView } from './deadline-view.ts';

/** Every deadline of an incident as people see it, earliest first. */
export async function listDeadlines(runtime: Runtime, incidentId: number): Promise<DeadlineView[]> {
  const rows = await runtime.storage.deadlines.of(incidentId);
  return rows.flatMap((row) => deadlineView(runtime, row));
}
