import { z } from 'zod';
import type { MitigationRunRow } from '../../../storage/index.ts';
import { runKind } from '../../runtime/run-kind.ts';

const ofRun = z.object({ run: z.number() });
/** The run of steps that carries a mitigation out. */
export const executionRun = runKind('mitigation', ofRun);
/** The run of steps that takes one back. */
export const undoRun = runKind('mitigation-undo', ofRun);

/** Id of the run of steps that carries a mitigation out. */
export function executionId(runId: number): string {
  return `mitigation:${runId}`;
}

/** Id of the run of steps that takes it back; each try of a person is one of its own. */
export function undoId({ id, version }: Pick<MitigationRunRow, 'id' | 'version'>): string {
  return `${undoIdsOf(id)}${version}`;
}

/** What the ids of all runs of steps that take a mitigation back begin with. */
export function undoIdsOf(runId: number): string {
  return `mitigation-undo:${runId}:`;
}

/** Steps that change the system begin with this. */
export const DOES = 'do.';
/** Steps that take it back begin with this. */
export const UNDOES = 'undo.';
