import { UserError } from '../../../domain/errors.ts';
import { writtenAs } from '../../../domain/incident/actor.ts';
import { differsFrom, type Plan } from '../../../domain/mitigation/plan.ts';
import { worded } from '../../../languages/worded.ts';
import type { MitigationRunRow } from '../../../storage/index.ts';
import type { MitigationFormView } from '../../../views/mitigation.ts';
import { type Change, type Changing, changeIncident } from '../../incident/change-incident.ts';
import { acknowledgeByActing } from '../../paging/take-pages.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { refusalFor, refused } from '../guarded.ts';
import { type Chosen, planMitigation } from '../plan-mitigation.ts';
import { presserOf } from '../presser.ts';
import { beginRun, type NewRun, wakeForRun } from './begin-run.ts';

export interface Confirmation extends Change {
  name: string;
  chosen: Chosen;
  /** The fingerprint of the plan that this person saw. */
  shown: string;
  /** What they typed to confirm, where the plan wants that. */
  typed: string | undefined;
  /** The form that they sent. */
  viewId?: string | undefined;
}

/**
 * A person runs what they saw. When the target is not what it was, or they chose otherwise, nothing is run: they get the new plan. Pressed by two people at once, the
 * first one's is run and the second is told who that was.
 */
export async function confirmMitigation(
  runtime: Runtime,
  confirmation: Confirmation,
): Promise<{ begun: MitigationRunRow } | { form: MitigationFormView }> {
  const { cause, chosen, shown, typed } = confirmation;
  const before = (await runtime.storage.inbox.outcomeOf(cause.source, cause.id)) as { runId?: number } | undefined;
  if (before?.runId !== undefined) return { begun: await mustFind(runtime, before.runId) };
  const form = await planMitigation(runtime, confirmation);
  const { plan } = form;
  if (!plan || plan.refusal) return { form };
  const changed = differsFrom(plan, shown);
  if (changed) return { form: { ...form, changed, chosen: { ...chosen, ...plan.parameters } } };
  const wanted = plan.typed;
  if (wanted !== undefined && typed?.trim() !== wanted) {
    throw new UserError(
      'not_typed',
      worded(({ mitigationRuns }) => mitigationRuns.typeToConfirm(wanted)),
      { argument: 'typed' },
    );
  }
  const { runId } = await changeIncident(runtime, confirmation, async (changing) => ({
    runId: await begin(runtime, changing, { ...confirmation, plan }),
  }));
  const begun = await mustFind(runtime, runId);
  wakeForRun(runtime, begun);
  return { begun };
}

async function mustFind({ storage }: Runtime, runId: number): Promise<MitigationRunRow> {
  const run = await storage.mitigationRuns.find(runId);
  if (!run) throw new Error(`Mitigation run ${runId} is gone.`);
  return run;
}

async function begin(runtime: Runtime, changing: Changing, { name, plan, actor, viewId }: Confirmation & { plan: Plan }): Promise<number> {
  const { stores, incident, now } = changing;
  const spec = runtime.playbook.mitigations[name];
  if (!spec)
    throw new UserError(
      'no_such_mitigation',
      worded(({ mitigationRuns }) => mitigationRuns.playbookHasNoMitigation(name)),
    );
  await stores.mitigationRuns.lockAll();
  const presser = await presserOf(runtime, stores, { actor, incident, guard: spec.guard });
  const refusal = await refusalFor(runtime, stores, { name, presser, incident });
  if (refusal) throw refused(runtime, refusal);
  await acknowledgeByActing(runtime, changing, { by: writtenAs(actor), how: 'mitigation' });
  const wanted: NewRun = { name, plan, by: writtenAs(actor), viewId };
  const run = spec.guard.second
    ? await beginRun(runtime, changing, { ...wanted, state: 'waiting', nextAt: new Date(now.getTime() + spec.guard.secondWithin) })
    : await beginRun(runtime, changing, { ...wanted, state: 'executing' });
  return run.id;
}
