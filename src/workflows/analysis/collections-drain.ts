import type { Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What a batch of rows is told. */
export interface BatchInput {
  sequence: number;
  rows: { id: string; askedBy: string | null }[];
}

/** Each batch of an incident has a run of its own. */
export function batchRunId(incidentId: number, sequence: number): string {
  return `analysis-${incidentId}-${sequence}`;
}

/**
 * Begins to collect what is due: the rows of one incident that are due together become one batch, written down as a run in the transaction
 * that claims them. An incident has one batch at a time, so that its thread has one head and its replies their order.
 */
export function collectionsDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, waker, crashPoint } = runtime;
  return async () => {
    let begun = false;
    while (await storage.transaction((stores) => beginOne(runtime, stores))) begun = true;
    if (!begun) return;
    crashPoint('collections:begun');
    waker.wake('runs', clock.now());
  };
}

async function beginOne(runtime: Runtime, stores: Stores): Promise<boolean> {
  const now = runtime.clock.now();
  const claimed = await stores.analyses.claim(now);
  if (!claimed) return false;
  runtime.crashPoint('collections:claimed');
  const { analysis, rows } = claimed;
  const sequence = analysis.sequence + 1;
  const id = batchRunId(analysis.incidentId, sequence);
  const input: BatchInput = { sequence, rows: rows.map(({ rowId, askedBy }) => ({ id: rowId, askedBy })) };
  await stores.analyses.change(analysis.incidentId, { sequence, runId: id });
  await stores.runs.insert({ id, kind: 'analysis', incidentId: analysis.incidentId, input: { ...input }, createdAt: now, nextAt: now });
  return true;
}
