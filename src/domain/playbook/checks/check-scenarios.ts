import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, repeated, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** Causes, evidence, mitigations and waived rows must exist, and no mitigation is offered that serves only waived rows. */
export function checkScenarios({ scenarios, signals, mitigations, rows }: Draft): Finding[] {
  const [signalKeys, scenarioIds, names] = [Object.keys(signals), Object.keys(scenarios), Object.keys(mitigations)];
  return sectionsOf(scenarios).flatMap(([id, scenario]) => {
    const path = ['scenarios', id];
    const causes = listOf(scenario.causes).map(fieldsOf);
    const waived = Object.keys(fieldsOf(scenario.waive));
    return [
      ...causes.flatMap((cause, index) => [
        ...unknownNames([...path, 'causes', index, 'signals'], cause.signals, signalKeys, 'one of signals'),
        ...unknownName([...path, 'causes', index, 'scenario'], cause.scenario, scenarioIds, 'one of scenarios'),
        ...unknownNames([...path, 'causes', index, 'mitigations'], cause.mitigations, names, 'one of mitigations'),
      ]),
      ...repeated(
        [...path, 'causes'],
        'key',
        causes.map(({ key }) => key),
      ),
      ...unknownNames([...path, 'evidence'], scenario.evidence, signalKeys, 'one of signals'),
      ...unknownNames([...path, 'mitigations'], scenario.mitigations, names, 'one of mitigations'),
      ...waived
        .filter((row) => !Object.hasOwn(rows, row))
        .map((row): Finding => ({ path: [...path, 'waive', row], atKey: true, message: `"${row}" is not one of rows` })),
      // A button that keeps a row which was waived from the start would contradict itself.
      ...listOf(scenario.mitigations).flatMap((name, index): Finding[] => {
        const served = listOf(fieldsOf(mitigations[String(name)]).rows);
        if (served.length === 0 || !served.every((row) => waived.includes(String(row)))) return [];
        return [
          { path: [...path, 'mitigations', index], message: `"${name}" only serves ${served.join(', ')}, which this scenario waives` },
        ];
      }),
    ];
  });
}
