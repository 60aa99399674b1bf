import type { Runtime } from './runtime.ts';

/** What opens the rows of each kind, for the service of a row; made once for each service. */
export function openersFor<T>(
  list: Readonly<Record<string, { for: (runtime: Runtime) => T }>>,
): (runtime: Runtime) => Readonly<Record<string, T>> {
  const made = new Map<Runtime, Readonly<Record<string, T>>>();
  return (runtime) => {
    const known = made.get(runtime) ?? Object.fromEntries(Object.entries(list).map(([kind, one]) => [kind, one.for(runtime)]));
    made.set(runtime, known);
    return known;
  };
}
