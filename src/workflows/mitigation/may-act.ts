import { memberHere } from '../../domain/incident/actor.ts';
import { type Presser, type Refusal, whyNotUndo } from '../../domain/mitigation/guard.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepHalted } from '../runtime/steps.ts';
import { refusalFor } from './guarded.ts';
import type { Ask } from './kinds/mitigation.ts';
import { BY_ITSELF, presserOf } from './presser.ts';

/** The next action of a run must not begin, or not change its target; or somebody has decided about the run meanwhile. */
class Halted extends StepHalted {
  /** `why`: by the guard; absent when somebody has decided about the run meanwhile. */
  constructor(readonly why?: Refusal) {
    super('halted', why?.code ?? 'decided');
  }
}

/** An answer is good for so long, by this process's own clock, which goes on while the process is frozen. */
const FRESH_MS = 1_000;

type Asking = Pick<MitigationRunRow, 'id' | 'incidentId'>;
/** Whether the next action of a run may begin; asked in the transaction that writes down that it does. Throws StepHalted. */
export type Rule = (runtime: Runtime, stores: Stores, asking: Asking) => Promise<void>;

/**
 * May the next action that carries a run out begin? Freeze, stop, the incident's state and the guard, by the rows as they are, under the lock that `freeze` takes: after a freeze
 * was acknowledged the answer is no.
 */
export const mayDo: Rule = async (runtime, stores, asking) => {
  const { run, incident } = await locked(stores, asking, 'executing');
  const why = await whyHalted(runtime, stores, run, incident);
  if (why) throw new Halted(why);
};

/** May the next action that takes a run back begin? */
export const mayUndo: Rule = async (_runtime, stores, asking) => {
  const { run } = await locked(stores, asking, 'undoing');
  const why = await whyUndoHalted(stores, run);
  if (why) throw new Halted(why);
};

/** Why a run that is under way may not go on; the caller holds the locks. */
export async function whyHalted(
  runtime: Runtime,
  stores: Stores,
  run: MitigationRunRow,
  incident: IncidentRow,
): Promise<Refusal | undefined> {
  const [presser, second] = [
    await whoBegan(runtime, stores, run, run.by, run.createdAt),
    run.approvedBy === null ? undefined : await whoBegan(runtime, stores, run, run.approvedBy, run.beganAt ?? run.createdAt),
  ];
  return await refusalFor(runtime, stores, {
    name: run.name,
    presser,
    incident,
    self: run.id,
    ...(run.stopBy !== null && { stopBy: run.stopBy }),
    ...(second && { second }),
  });
}

export async function whyUndoHalted(stores: Stores, { service, undoUnder: under }: MitigationRunRow): Promise<Refusal | undefined> {
  return whyNotUndo({ frozen: await stores.freezes.current(service), under });
}

/** Whoever asked for a run, or approved it, with the power that they have by now. That they are a member was looked at when they pressed. */
async function whoBegan(runtime: Runtime, stores: Stores, { name, incidentId }: MitigationRunRow, id: string, at: Date): Promise<Presser> {
  const guard = runtime.playbook.mitigations[name]?.guard;
  if (id === 'bongsu' || !guard) return BY_ITSELF;
  return await presserOf(runtime, stores, { actor: memberHere(id), incident: { id: incidentId }, guard, at });
}

async function locked(
  stores: Stores,
  { id, incidentId }: Asking,
  state: MitigationRunRow['state'],
): Promise<{ run: MitigationRunRow; incident: IncidentRow }> {
  const incident = await stores.incidents.lock(incidentId);
  await stores.mitigationRuns.lockAll();
  const run = await stores.mitigationRuns.lock(id);
  if (!run || !incident || run.state !== state) throw new Halted();
  return { run, incident };
}

/**
 * A rule for the actions of one run: `may` is asked in the transaction that writes down that an action begins, `ask` once more right before something is changed, unless the answer
 * is fresh. Between two exchanges with a slow target, or in a process that was frozen, much may have happened.
 */
export function asking(runtime: Runtime, rule: Rule, run: Asking): { may: (stores: Stores) => Promise<void>; ask: Ask } {
  let heardAtMs = Number.NEGATIVE_INFINITY;
  const may = async (stores: Stores) => {
    const atMs = performance.now();
    await rule(runtime, stores, run);
    heardAtMs = atMs;
  };
  return {
    may,
    ask: async () => {
      if (performance.now() - heardAtMs >= FRESH_MS) await runtime.storage.transaction(may);
    },
  };
}
