/** Who calls, or depends on, whom. Trouble travels the other way: from the callee to its callers. Both engines of the diagnosis walk it. */
export type CallGraph = ReadonlyMap<string, readonly string[]>;

/** The component and all it calls, directly or not, callees before their callers. A circle of calls is cut where the walk closes it. */
export function calleesFirst(graph: CallGraph, from: string): string[] {
  const order: string[] = [];
  const entered = new Set<string>();
  const walk = (component: string): void => {
    entered.add(component);
    for (const callee of graph.get(component) ?? []) if (!entered.has(callee)) walk(callee);
    order.push(component);
  };
  walk(from);
  return order;
}

/** Every caller of a component, whether or not the target calls it: they share the callee's requests. */
export function callersOf(graph: CallGraph): Map<string, string[]> {
  const callers = new Map<string, string[]>();
  for (const [caller, callees] of graph) {
    for (const callee of new Set(callees)) callers.set(callee, [...(callers.get(callee) ?? []), caller]);
  }
  return callers;
}
