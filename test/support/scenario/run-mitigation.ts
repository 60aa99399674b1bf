import type { Plan } from '../../../src/domain/mitigation/plan.ts';
import type { DialValue } from '../../../src/domain/mitigation/targets.ts';
import { MITIGATIONS } from '../../../src/workflows/mitigation/kinds/index.ts';
import type { AnyMitigationKind, MitigationContext } from '../../../src/workflows/mitigation/kinds/mitigation.ts';
import type { Runtime } from '../../../src/workflows/runtime/runtime.ts';

/** A mitigation of the playbook in an incident, without anything around it that decides whether it may run. */
export interface BareMitigation {
  kind: AnyMitigationKind;
  plan(chosen?: Record<string, DialValue>): Promise<Plan>;
  /** Does a plan under a key; twice with the same key is the same as once. Returns what the actions said. */
  execute(plan: Plan, key: string): Promise<string[]>;
  /** Takes back what was done under this key. */
  undo(plan: Plan, key: string): Promise<string[]>;
}

/** As a run is taken back: under another key than it was done. */
export function undoKeys({ key }: { key: string }): { key: string; doneUnder: string } {
  return { key: `undo:${key}`, doneUnder: key };
}

export function bareMitigation(runtime: Runtime, name: string, incidentId?: number): BareMitigation {
  const spec = runtime.playbook.mitigations[name];
  const kind = MITIGATIONS.find((one) => one.name === (spec?.does ?? name));
  if (!spec || !kind) throw new Error(`the playbook has no mitigation ${name}, or Bongsu knows no such kind`);
  const context: MitigationContext<unknown> = { runtime, name, spec, settings: kind.settings.parse(spec.with), dials: [], incidentId };
  const run = async (actions: readonly { run: () => Promise<string> }[]) => {
    const said: string[] = [];
    for (const action of actions) said.push(await action.run());
    return said;
  };
  return {
    kind,
    plan: async (chosen = {}) => JSON.parse(JSON.stringify(await kind.plan({ ...context, chosen }))) as Plan,
    execute: async (plan, key) => await run(kind.execute({ ...context, plan, key, by: 'U0MINJI' })),
    undo: async (plan, key) =>
      await run(kind.undo({ ...context, ...undoKeys({ key }), plan, by: 'U0MINJI', attempted: new Set(['post']) })),
  };
}
