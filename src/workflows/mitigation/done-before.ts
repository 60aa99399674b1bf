import type { World } from '../../events/follower.ts';
import { keepBy } from '../../events/happened.ts';
import type { MitigationRunRow, Stores } from '../../storage/index.ts';

/** A row that begins late, such as one that waited for the analysis, may have been done before: what was, and was not taken back, keeps it at once. */
export async function keepRowsDoneBefore(runtime: World, stores: Stores, incidentId: number, at: Date): Promise<string[]> {
  const kept: string[] = [];
  for (const { id: run, name, by: actor, ...row } of await stores.mitigationRuns.of(incidentId)) {
    if (!isDone(row)) continue;
    const event = { kind: 'mitigation.executed', incidentId, at, actor, data: { mitigation: name, run } } as const;
    kept.push(...(await keepBy(runtime, stores, event, { reason: { code: 'mitigation', mitigation: name } })));
  }
  return kept;
}

function isDone({ state, outcome, ranAt }: Pick<MitigationRunRow, 'state' | 'outcome' | 'ranAt'>): boolean {
  return ranAt !== null && (state === 'running' || outcome === 'stays' || outcome === 'superseded');
}
