import type { EvidenceSummary } from '../../../domain/diagnosis/by-playbook/summary.ts';
import type { Stores } from '../../../storage/index.ts';

/** What the cause that was named, or else is likely or possible, says of a signal; undefined when it says nothing of it. */
export async function evidenceFor(
  { storage }: { storage: { diagnoses: Pick<Stores['diagnoses'], 'of'> } },
  incidentId: number,
  signal: string,
): Promise<EvidenceSummary | undefined> {
  const { namedScenario, namedCause, result } = (await storage.diagnoses.of(incidentId)) ?? {};
  const causes = result?.causes ?? [];
  const named = causes.find(({ scenario, key }) => scenario === namedScenario && key === namedCause);
  const cause = namedCause ? named : causes.find(({ confidence }, index) => index === 0 && confidence !== 'weak');
  return cause?.evidence.find((line) => line.signal === signal);
}
