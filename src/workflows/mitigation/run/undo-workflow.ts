import { errorCode } from '../../../domain/errors.ts';
import type { MitigationRunRow } from '../../../storage/index.ts';
import { carriedOut } from '../../runtime/run-kind.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { StepDeferred, StepFailed, StepHalted } from '../../runtime/steps.ts';
import { knownMitigation } from '../known-mitigation.ts';
import { mayUndo } from '../may-act.ts';
import { endRun, wakeForRun } from './begin-run.ts';
import { act, problemOf } from './execute-workflow.ts';
import { haltUndo, sayEnd } from './halt-run.ts';
import { DOES, executionId, UNDOES, undoRun } from './run-ids.ts';

/** Takes a mitigation back: whatever of it may have been done, the last first. What cannot be taken back is said loudly, with what to type. */
export const mitigationUndoWorkflow = carriedOut(undoRun, (runtime) => async (context) => {
  const id = context.run.input.run;
  const { storage } = runtime;
  const run = await storage.mitigationRuns.find(id);
  if (run?.state !== 'undoing') return;
  const left: Left[] = [];
  try {
    const { kind, context: known } = knownMitigation(runtime, run.name, run.incidentId);
    const steps = await storage.steps.of(executionId(id));
    // An attempt that failed for good may have had its effect all the same: taking it back finds out.
    const attempted = new Set(steps.flatMap(({ name }) => (name.startsWith(DOES) ? [name.slice(DOES.length)] : [])));
    const keys = { key: context.run.id, doneUnder: executionId(id) };
    const actions = kind.undo({ ...known, ...keys, plan: run.plan, by: run.undoBy ?? 'bongsu', attempted });
    // One that cannot be taken back holds up no other: as little as possible is left to people.
    for (const action of actions) {
      await act(runtime, context, { name: `${UNDOES}${action.name}`, action, run, rule: mayUndo }).catch((error: unknown) => {
        if (!(error instanceof StepFailed)) throw error;
        left.push({ action: action.name, error });
      });
    }
  } catch (error) {
    if (error instanceof StepHalted) {
      if (await haltUndo(runtime, run)) return;
      throw new StepDeferred('halted', runtime.clock.now());
    }
    if (errorCode(error) !== 'no_such_mitigation' && errorCode(error) !== 'unusable') throw error;
    left.push({ error });
  }
  const [first] = left;
  if (first) return await end(runtime, run, { outcome: 'undo-failed', problem: problemOf(runtime, first.error, byHand(run, left)) });
  await end(runtime, run, { outcome: run.undoWhy === 'failed' ? 'failed' : 'undone' });
});

/** What could not be taken back: an action, or all of it. */
interface Left {
  action?: string;
  error: unknown;
}

/** What people type for what is left: of the changes whose action failed, or of all when it is not known which. */
function byHand({ plan }: MitigationRunRow, left: readonly Left[]): string[] {
  const failed = plan.changes.filter(({ id }) => left.some(({ action }) => action?.endsWith(`.${id}`)));
  return (failed.length > 0 ? failed : plan.changes).map((change) => change.byHand.back);
}

async function end(runtime: Runtime, { id, incidentId, undoBy }: MitigationRunRow, changes: Parameters<typeof endRun>[4]): Promise<void> {
  const { storage, clock } = runtime;
  await storage.transaction(async (stores) => {
    await stores.incidents.lock(incidentId);
    await stores.mitigationRuns.lockAll();
    const run = await stores.mitigationRuns.lock(id);
    if (run?.state !== 'undoing') return;
    await sayEnd(runtime, stores, await endRun(runtime, stores, run, clock.now(), changes, undoBy ?? 'bongsu'), clock.now());
    await stores.incidents.touchBriefing(incidentId, clock.now(), runtime.playbook.briefing.editAtMostEvery);
  });
  wakeForRun(runtime, { nextAt: null });
}
