import type { Stores } from '../storage/index.ts';
import type { OutboxKind } from './deliver-outbox.ts';
import type { Runtime } from './runtime/runtime.ts';

export type PageOutcome = 'acknowledged' | 'resolved';

/** Lets the pagers that keep a state of their own (PagerDuty, the webhook) know how it went on; `cause` makes the message's key. */
export async function settlePagers(
  runtime: Runtime,
  stores: Stores,
  settled: { incidentId: number; outcome: PageOutcome; by: string; cause: string },
): Promise<void> {
  const { incidentId, outcome, by, cause } = settled;
  for (const pager of runtime.pagers) {
    if (!pager.settle) continue;
    const key = `settle:${cause}:${pager.name}`;
    const payload = { pager: pager.name, outcome, by };
    await stores.outbox.add({ key, incidentId, kind: 'pager.settle', lane: 'ack', payload }, runtime.clock.now());
  }
}

/** Kind `pager.settle`. */
export function settleKind(runtime: Runtime): OutboxKind {
  return {
    run: async (row) => {
      const { pager: name, outcome, by } = row.payload as { pager: string; outcome: PageOutcome; by: string };
      const pager = runtime.pagers.find((candidate) => candidate.name === name);
      await pager?.settle?.({ incidentId: row.incidentId ?? 0, outcome, by });
      return {};
    },
  };
}
