import type { MitigationRunRow } from '../../storage/index.ts';

/** Id of the run of steps that carries a mitigation out. */
export function executionId(runId: number): string {
  return `mitigation:${runId}`;
}

/** Id of the run of steps that takes it back; each try of a person is one of its own. */
export function undoId({ id, version }: Pick<MitigationRunRow, 'id' | 'version'>): string {
  return `mitigation-undo:${id}:${version}`;
}
