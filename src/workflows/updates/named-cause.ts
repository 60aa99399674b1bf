import type { Bilingual } from '../../domain/language/bilingual.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import { own } from '../../domain/text/own.ts';
import type { DiagnosisRow } from '../../storage/index.ts';

/** Only what a person named is told outside as the cause. */
export function namedCause({ scenarios }: Playbook, diagnosis: DiagnosisRow | undefined): Bilingual | undefined {
  const { namedScenario, namedCause: key } = diagnosis ?? {};
  if (!namedScenario || !key) return undefined;
  return own(scenarios, namedScenario)?.causes.find((cause) => cause.key === key)?.title;
}
