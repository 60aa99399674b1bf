import type { DeadlineSpec, Playbook } from '../../domain/playbook/schema.ts';

/** The row that the retrospective keeps (T1): the playbook's first one that is kept by `retro.held` and counts from recovery. */
export function retroRow(playbook: Pick<Playbook, 'rows'>): { id: string; spec: DeadlineSpec; withinMs: number } | undefined {
  for (const [id, spec] of Object.entries(playbook.rows)) {
    if (spec.keptBy === 'retro.held' && spec.from === 'recovery' && spec.within !== undefined) return { id, spec, withinMs: spec.within };
  }
  return undefined;
}
