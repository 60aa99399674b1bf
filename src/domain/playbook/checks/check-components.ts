import type { Finding } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, sectionsOf, unknownName, unknownNames } from './draft.ts';

/** Components show signals that exist and depend on components that exist, in no circle; scenarios and evidence name what there is. */
export function checkComponents({ components, signals, scenarios }: Draft): Finding[] {
  const [names, signalKeys] = [Object.keys(components), Object.keys(signals)];
  const own = sectionsOf(components).flatMap(([key, component]) => [
    ...unknownNames(['components', key, 'shows'], component.shows, signalKeys, 'one of signals'),
    ...unknownNames(['components', key, 'dependsOn'], component.dependsOn, names, 'one of components'),
  ]);
  const circles = circlesIn(components).map((circle) => ({
    path: ['components', circle[0] ?? '', 'dependsOn'],
    message: `"${circle[0]}" depends on itself: ${[...circle, circle[0]].join(' → ')}`,
    wanted: 'components that do not depend on this one',
  }));
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
  return [...own, ...circles, ...used];
}

/** Each circle once, the shortest through its first component, beginning with that one. */
function circlesIn(components: Record<string, unknown>): string[][] {
  const told = new Set<string>();
  return Object.keys(components).flatMap((key) => {
    if (told.has(key)) return [];
    const circle = wayBack(components, key);
    for (const name of circle ?? []) told.add(name);
    return circle ? [circle] : [];
  });
}

/** The shortest way from a component through what it depends on back to itself, without its end. */
function wayBack(components: Record<string, unknown>, key: string): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [key];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const next of listOf(fieldsOf(components[at]).dependsOn).map(String)) {
      if (next === key) {
        const way = [at];
        for (let step = at; step !== key; ) {
          step = before.get(step) ?? key;
          way.unshift(step);
        }
        return way;
      }
      if (before.has(next)) continue;
      before.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}
