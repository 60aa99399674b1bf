import { momentOf } from '../../foreign/moment.ts';
import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, repeated, unknownName } from './draft.ts';

/** Routes name scenarios that exist and do one thing; maintenance ends after it begins. */
export function checkAlerts({ alerts, scenarios }: Draft): Finding[] {
  const routes = listOf(alerts.routes).map(fieldsOf);
  return [
    ...routes.flatMap((route, index): Finding[] => {
      const path = ['alerts', 'routes', index];
      const decides = route.scenario !== undefined || route.severity !== undefined;
      return [
        ...unknownName([...path, 'scenario'], route.scenario, Object.keys(scenarios), 'one of scenarios'),
        ...(route.ignore === true && decides
          ? [{ path: [...path, 'ignore'], atKey: true, message: 'has no meaning beside a scenario or a severity: keep one of them' }]
          : []),
      ];
    }),
    ...listOf(alerts.maintenance)
      .map(fieldsOf)
      .flatMap(({ from, to }, index): Finding[] => {
        const [start, end] = [momentOf(from, 'UTC'), momentOf(to, 'UTC')];
        return start && end && start >= end
          ? [{ path: ['alerts', 'maintenance', index, 'to'], message: `must be later than from (${from})` }]
          : [];
      }),
    ...repeated(
      ['alerts', 'groupBy'],
      'label',
      listOf(alerts.groupBy).map((name) => name),
    ).map(({ path, ...rest }) => ({ ...rest, path: path.slice(0, -1) })),
  ];
}
