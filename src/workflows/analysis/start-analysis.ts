import type { DeadlineSpec } from '../../domain/playbook/schema.ts';
import type { DeadlineRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sourcesOf } from './collectors/index.ts';

/** What a machine is expected to bring; for these it is said when nothing is set up. */
const BROUGHT_BY_MACHINES: readonly DeadlineSpec['keptBy'][] = ['logs.collected', 'metrics.collected', 'heap-dump.analysed'];

/** The rows of the analysis, in the order of the playbook. */
export function analysisRows({ playbook }: Pick<Runtime, 'playbook'>): { id: string; spec: DeadlineSpec }[] {
  return Object.entries(playbook.rows).flatMap(([id, spec]) => (spec.phase === 'analyse' ? [{ id, spec }] : []));
}

/** Whether Bongsu looks by itself, or has to say that it cannot. */
export function isCollectable(runtime: Pick<Runtime, 'playbook'>, row: { id: string; spec: DeadlineSpec }): boolean {
  return BROUGHT_BY_MACHINES.includes(row.spec.keptBy) || sourcesOf(runtime, row).length > 0;
}

/** Plans what is collected by itself: rows with an `after`, at that time. Without one a row is collected when somebody asks. */
export async function startAnalysis(
  runtime: Runtime,
  stores: Stores,
  incidentId: number,
  deadlines: readonly Pick<DeadlineRow, 'rowId' | 'notBefore' | 'state'>[],
): Promise<void> {
  const rows = analysisRows(runtime).filter((row) => isCollectable(runtime, row));
  const planned = deadlines.flatMap(({ rowId, notBefore: nextAt, state }) =>
    nextAt !== null && state === 'pending' && rows.some(({ id }) => id === rowId) ? [{ rowId, nextAt }] : [],
  );
  if (planned.length === 0) return;
  await stores.analyses.begin(incidentId, planned);
  for (const moment of new Set(planned.map(({ nextAt }) => nextAt.getTime()))) runtime.waker.wake('collections', new Date(moment));
}
