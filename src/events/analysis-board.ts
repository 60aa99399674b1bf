import { z } from 'zod';
import type { Event } from '../domain/timeline/index.ts';
import { effect, type NewOutboxRow } from '../storage/index.ts';
import type { Follower, World } from './follower.ts';

export const boardEffect = effect('analysis.refresh', { payload: z.object({}) });

/** The board of the analysis shows rows as they stand: it is written anew when one that stands on it has changed. */
export const analysisBoard: Follower = {
  of: [
    'analysis.assigned',
    'analysis.ticked',
    'analysis.accepted',
    'analysis.collected',
    'deadline.kept',
    'deadline.missed',
    'deadline.waived',
    'deadline.pending',
  ],
  concerns: isOnBoard,
  needs: 'entries',
  follow: async (_world, stores, events) => {
    // Whoever collects writes it anew once for all that was collected.
    if (events.some(({ kind }) => kind === 'analysis.collected')) return;
    const last = new Map(events.map((event) => [event.incidentId, event]));
    const begun = new Set(await stores.analyses.begunAmong([...last.keys()]));
    const shown = [...last.values()].filter(({ incidentId }) => begun.has(incidentId));
    const [first] = shown;
    if (first)
      await stores.outbox.addMany(
        shown.map(({ incidentId, id }) => boardRefresh(incidentId, id)),
        first.at,
      );
  },
};

/** The outbox row for it; `cause` tells one from another. */
export function boardRefresh(incidentId: number, cause: string): NewOutboxRow {
  return boardEffect.row({ key: `analysis-board:${incidentId}:${cause}`, incidentId, lane: 'cosmetics', payload: {} });
}

function isOnBoard({ playbook: { rows } }: World, { kind, data }: Event): boolean {
  if (kind === 'analysis.collected' || 'item' in data) return true;
  return 'row' in data && typeof data.row === 'string' && rows[data.row]?.phase === 'analyse';
}
