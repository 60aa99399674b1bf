import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** Components of the status page stand in groups that exist, and name scenarios and components of the service that exist. */
export function checkStatusPage({ statusPage, scenarios, components }: Draft): Finding[] {
  const groups = Object.keys(fieldsOf(statusPage.groups));
  return sectionsOf(statusPage.components).flatMap(([key, component]) => {
    const path = ['statusPage', 'components', key];
    return [
      ...unknownName([...path, 'group'], component.group, groups, 'one of statusPage.groups'),
      ...unknownNames([...path, 'scenarios'], component.scenarios, Object.keys(scenarios), 'one of scenarios'),
      ...unknownNames([...path, 'parts'], component.parts, Object.keys(components), 'one of components'),
    ];
  });
}
