import { causeLies } from '../../domain/deadlines/deadlines.ts';
import type { CauseName } from '../../domain/deadlines/reason.ts';
import type { DiagnosisRow } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The cause that a person named; else the likely one, while the signals still tell it. */
export function standingCause(playbook: Runtime['playbook'], diagnosis: DiagnosisRow | undefined): CauseName | undefined {
  if (!diagnosis) return undefined;
  const { namedScenario, namedCause, result, readAt, stoodOutAt } = diagnosis;
  if (namedScenario !== null && namedCause !== null) return causeLies(playbook, { scenario: namedScenario, cause: namedCause });
  // Kept from an earlier look: nothing stands out any more.
  if (stoodOutAt && readAt && stoodOutAt < readAt) return undefined;
  const first = result?.causes[0];
  return first?.confidence === 'likely' ? causeLies(playbook, { scenario: first.scenario, cause: first.key }) : undefined;
}
