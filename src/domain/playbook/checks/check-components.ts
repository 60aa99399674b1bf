import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** Components show signals that exist and depend on components that exist, in no circle; scenarios and evidence name what there is. */
export function checkComponents({ components, signals, scenarios }: Draft): Finding[] {
  const [names, signalKeys] = [Object.keys(components), Object.keys(signals)];
  const own = sectionsOf(components).flatMap(([key, component]) => [
    ...unknownNames(['components', key, 'shows'], component.shows, signalKeys, 'one of signals'),
    ...unknownNames(['components', key, 'dependsOn'], component.dependsOn, names, 'one of components'),
    ...(dependsOn(components, key).has(key) ? [{ path: ['components', key, 'dependsOn'], message: `"${key}" depends on itself` }] : []),
  ]);
  const used = sectionsOf(scenarios).flatMap(([id, scenario]) => [
    ...unknownName(['scenarios', id, 'component'], scenario.component, names, 'one of components'),
    ...listOf(scenario.causes).flatMap((cause, index) =>
      (['when', 'unless'] as const).flatMap((side) =>
        listOf(fieldsOf(cause)[side]).flatMap((test, place) => {
          const path = ['scenarios', id, 'causes', index, side, place];
          const { signal, moreThan } = fieldsOf(test);
          return [
            ...unknownName([...path, 'signal'], signal, signalKeys, 'one of signals'),
            ...unknownName([...path, 'moreThan'], moreThan, signalKeys, 'one of signals'),
          ];
        }),
      ),
    ),
  ]);
  return [...own, ...used];
}

/** Everything that a component depends on, however far away. */
function dependsOn(components: Record<string, unknown>, key: string): Set<unknown> {
  const seen = new Set<unknown>();
  const walk = (name: unknown): void => {
    for (const next of listOf(fieldsOf(components[String(name)]).dependsOn)) {
      if (seen.has(next)) continue;
      seen.add(next);
      walk(next);
    }
  };
  walk(key);
  return seen;
}
