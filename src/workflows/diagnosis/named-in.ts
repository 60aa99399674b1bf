import type { CauseName } from '../../domain/deadlines/reason.ts';
import type { DiagnosisRow } from '../../storage/index.ts';

/** The cause that a person named; undefined while nobody has. */
export function namedIn(diagnosis: Pick<DiagnosisRow, 'namedScenario' | 'namedCause'> | undefined): CauseName | undefined {
  const { namedScenario: scenario, namedCause: cause } = diagnosis ?? {};
  return scenario && cause ? { scenario, cause } : undefined;
}
