import { z } from 'zod';
import { ESCALATING_STATES } from '../../domain/incident/incident.ts';
import { ONCALL_LEVELS, type OncallLevel } from '../../domain/oncall/levels.ts';
import { isForPerson, takenBy } from '../../domain/paging/calls.ts';
import type { PageRow, Stores } from '../../storage/index.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';

const told = { pager: z.string(), by: z.string() };

const settleEffect = effect('pager.settle', {
  payload: z.discriminatedUnion('outcome', [
    z.object({ ...told, outcome: z.literal('acknowledged'), level: z.enum(ONCALL_LEVELS) }),
    z.object({ ...told, outcome: z.literal('resolved') }),
  ]),
});

export type PageOutcome = { outcome: 'acknowledged'; level: OncallLevel } | { outcome: 'resolved' };

/**
 * Lets the pagers that keep a state of their own (PagerDuty, the webhook) know how it went on; `cause` makes the message's key. What was acknowledged is so at its level
 * alone; the others have not answered.
 */
export async function settlePagers(
  runtime: Runtime,
  stores: Stores,
  settled: { incidentId: number; by: string; cause: string } & PageOutcome,
): Promise<void> {
  const { incidentId, cause, ...how } = settled;
  for (const pager of runtime.pagers) {
    if (!pager.settle) continue;
    const key = `settle:${cause}:${pager.name}`;
    const payload = { pager: pager.name, ...how };
    await stores.outbox.add(settleEffect.row({ key, incidentId, lane: 'ack', payload }), runtime.clock.now());
  }
}

/** When a page was answered: its level's alert is acknowledged, except while whoever is on call has still to answer and only a person asked for by name did. */
export async function settleLevel(runtime: Runtime, stores: Stores, page: PageRow, settled: { by: string; cause: string }): Promise<void> {
  const pages = await stores.pages.of(page.incidentId);
  const waiting = pages.some((other) => other.level === page.level && !isForPerson(other) && !takenBy(other, pages));
  if (isForPerson(page) && waiting) return;
  await settlePagers(runtime, stores, {
    incidentId: page.incidentId,
    outcome: 'acknowledged',
    level: page.level as OncallLevel,
    ...settled,
  });
}

/** Kind `pager.settle`. */
export const settleKind = delivered(settleEffect, (runtime): Delivers<typeof settleEffect> => {
  return {
    run: async (row) => {
      const { pager: name, ...how } = row.payload;
      const incident = row.incidentId === null ? undefined : await runtime.storage.incidents.find(row.incidentId);
      // Open again while this waited: what was called for since must not be closed.
      if (!incident || (how.outcome === 'resolved' && ESCALATING_STATES.includes(incident.state))) return { skipped: true };
      const pager = runtime.pagers.find((candidate) => candidate.name === name);
      // It was never told of the page either.
      if (incident.private && pager?.shared) return { skipped: true };
      await pager?.settle?.({ incidentId: incident.id, ...how });
      return {};
    },
  };
});
