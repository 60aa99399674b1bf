import { z } from 'zod';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { PlannedChange } from '../../../domain/mitigation/plan.ts';
import type { MitigationSpec } from '../../../domain/playbook/schema.ts';
import { worded } from '../../../languages/worded.ts';

/** `with` of the kinds that make more of something. */
export const scaleSettings = {
  /** What is offered: so many times as many as now. */
  factor: z.number().gt(1).default(2),
  /** Or so many more. */
  step: z.int().positive().optional(),
  /** Database connections that each of them takes. */
  connectionsEach: z.int().nonnegative().optional(),
};

/** How many are offered when there are `from`: more, but no more than `most` and what the playbook allows. */
export function offeredNumber(
  from: number,
  { factor, step }: { factor: number; step?: number | undefined },
  { limits }: Pick<MitigationSpec, 'limits'>,
  most = Number.POSITIVE_INFINITY,
): number {
  const wanted = step === undefined ? Math.ceil(from * factor) : from + step;
  const capped = Math.min(Math.max(from + 1, wanted), most, limits.max ?? Number.POSITIVE_INFINITY);
  // What is beyond its cap already is not made smaller by what is meant to make more.
  return Math.max(from, limits.min ?? 0, capped);
}

/** How many more database connections this takes, as a warning. */
export function connectionsNeeded(changes: readonly PlannedChange[], each: number | undefined): Bilingual[] {
  const more = changes.reduce((sum, { from, to }) => sum + Number(to) - Number(from.value), 0) * (each ?? 0);
  if (!(more > 0)) return [];
  return [worded(({ mitigationKinds }) => mitigationKinds.takesUpToMoreDatabaseConnections(more))];
}
