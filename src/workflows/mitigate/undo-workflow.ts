import type { MitigationRunRow } from '../../storage/index.ts';
import type { Workflow } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepFailed } from '../runtime/steps.ts';
import { endRun, wakeForRun } from './begin-run.ts';
import { act, DOES, problemOf } from './execute-workflow.ts';
import { knownMitigation } from './known-mitigation.ts';
import { executionId } from './run-ids.ts';

/** Takes a mitigation back: whatever of it may have been done, the last first. What cannot be taken back is said loudly, with what to type. */
export function mitigationUndoWorkflow(runtime: Runtime): Workflow {
  return async (context) => {
    const id = Number(context.run.input.run);
    const { storage } = runtime;
    const run = await storage.mitigationRuns.find(id);
    if (run?.state !== 'undoing') return;
    try {
      const { kind, context: known } = knownMitigation(runtime, run.name, run.incidentId);
      const steps = await storage.steps.of(executionId(id));
      // An attempt that failed for good may have had its effect all the same: taking it back finds out.
      const attempted = new Set(steps.flatMap(({ name }) => (name.startsWith(DOES) ? [name.slice(DOES.length)] : [])));
      const keys = { key: context.run.id, doneUnder: executionId(id) };
      const actions = kind.undo({ ...known, ...keys, plan: run.plan, by: run.undoBy ?? 'bongsu', attempted });
      for (const action of actions) await act(runtime, context, `undo.${action.name}`, action, run);
    } catch (error) {
      const notKnown = error instanceof Error && error.name === 'UserError';
      if (!(error instanceof StepFailed) && !notKnown) throw error;
      const problem = problemOf(
        runtime,
        error,
        run.plan.changes.map(({ byHand }) => byHand.back),
      );
      return await end(runtime, run, { outcome: 'undo-failed', problem });
    }
    await end(runtime, run, { outcome: run.undoWhy === 'failed' ? 'failed' : 'undone' });
  };
}

async function end(runtime: Runtime, { id, incidentId, undoBy }: MitigationRunRow, changes: Parameters<typeof endRun>[3]): Promise<void> {
  const { storage, clock } = runtime;
  await storage.transaction(async (stores) => {
    await stores.incidents.lock(incidentId);
    const run = await stores.mitigationRuns.lock(id);
    if (run?.state !== 'undoing') return;
    await endRun(stores, run, clock.now(), changes, undoBy ?? 'bongsu');
    await stores.incidents.touchBriefing(incidentId, clock.now(), runtime.playbook.briefing.editAtMostEvery);
  });
  wakeForRun(runtime, { nextAt: null });
}
