import { pathName } from '../../domain/analysis/traffic.ts';
import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { worded } from '../../languages/worded.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { keepItem, requireOpen, wantedItem } from './change-analysis.ts';

/**
 * A person accepts the way to reproduce that was proposed for a row, which keeps it. `seen` is the one that stood in front of them; absent, the last one counts. Throws UserError
 * `no_proposal`, `other_proposal` when another one was proposed meanwhile, `analysis_settled`.
 */
export async function acceptProposal(
  runtime: Runtime,
  change: Change & { item: string; seen: string | undefined },
): Promise<{ item: string; late: boolean }> {
  const { actor, seen } = change;
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const { row } = await wantedItem(runtime, changing, change.item);
    requireOpen(runtime, row);
    const proposal = (await stores.analyses.collections(incident.id)).find(({ rowId }) => rowId === row.id)?.proposal;
    if (!proposal) {
      throw new UserError(
        'no_proposal',
        worded(({ reviews }) => reviews.nothingIsProposedForYet(row.id)),
      );
    }
    const path = pathName(proposal);
    if (seen !== undefined && !path.startsWith(seen)) {
      throw new UserError(
        'other_proposal',
        worded(({ reviews }) => reviews.somethingElseIsProposedForByNow(row.id, path)),
      );
    }
    const late = row.state === 'missed';
    const data = { row: row.id, path: { ...proposal } };
    const told = { kind: 'analysis.accepted', incidentId: incident.id, at: now, actor: writtenAs(actor), data } as const;
    await keepItem(runtime, changing, row, { by: writtenAs(actor), note: path, reason: { code: 'accepted', path }, late, told });
    return { item: row.id, late };
  });
}
