import { z } from 'zod';
import type { Stores } from '../../storage/index.ts';
import { runKind } from '../runtime/run-kind.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';

/** The run that collects a batch of rows. */
export const batchRun = runKind(
  'analysis',
  z.object({ sequence: z.number(), rows: z.array(z.object({ id: z.string(), askedBy: z.string().nullable() })) }),
);

/** Each batch of an incident has a run of its own. */
function batchRunId(incidentId: number, sequence: number): string {
  return `analysis-${incidentId}-${sequence}`;
}

/**
 * Begins to collect what is due: the rows of one incident that are due together become one batch, written down as a run in the transaction
 * that claims them. An incident has one batch at a time, so that its thread has one head and its replies their order.
 */
export function collectionsDrain(runtime: WholeRuntime): () => Promise<void> {
  const { storage, clock, waker, crashPoint } = runtime;
  return async () => {
    let begun = false;
    while (await storage.transaction((stores) => beginOne(runtime, stores))) begun = true;
    if (!begun) return;
    crashPoint('collections:begun');
    waker.wake('runs', clock.now());
  };
}

async function beginOne(runtime: WholeRuntime, stores: Stores): Promise<boolean> {
  const now = runtime.clock.now();
  const claimed = await stores.analyses.claim(now);
  if (!claimed) return false;
  runtime.crashPoint('collections:claimed');
  const { analysis, rows } = claimed;
  const sequence = analysis.sequence + 1;
  const id = batchRunId(analysis.incidentId, sequence);
  const input = { sequence, rows: rows.map(({ rowId, askedBy }) => ({ id: rowId, askedBy })) };
  await stores.analyses.change(analysis.incidentId, { sequence, runId: id });
  await stores.runs.insert(batchRun.row({ id, incidentId: analysis.incidentId, input, createdAt: now, nextAt: now }));
  return true;
}
