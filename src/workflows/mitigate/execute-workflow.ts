import { errorCode, errorSaid, errorText, PermanentError, TransientError, UserError } from '../../domain/errors.ts';
import { samePlan } from '../../domain/mitigation/plan.ts';
import { eachSaid } from '../../domain/said.ts';
import { verbatim } from '../../domain/verbatim.ts';
import type { MitigationRunRow, RunProblem, Stores } from '../../storage/index.ts';
import { MITIGATED_BY } from '../follow-readings.ts';
import type { Action } from '../mitigations/mitigation.ts';
import type { RunContext, Workflow } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepFailed } from '../runtime/steps.ts';
import { endRun, note, takeBack, wakeForRun } from './begin-run.ts';
import { type KnownMitigation, knownMitigation } from './known-mitigation.ts';
import { executionId } from './run-ids.ts';
import { sayRun } from './run-message.ts';

/** A target that fails is asked so many times before the run is given up and taken back. */
const ATTEMPTS = 4;
/** What a target says is kept up to this length. */
const OUTPUT_MAX = 2_000;
const TARGET_CHANGED = {
  en: 'The target is not what it was when the plan was made.',
  ko: '계획을 세울 때와 대상의 값이 달라졌습니다.',
};
/** Steps that change the system begin with this. */
export const DOES = 'do.';

/** Carries a mitigation out: looks whether the target is still as planned, does each action once, and says so. */
export function mitigationWorkflow(runtime: Runtime): Workflow {
  return async (context) => {
    const id = Number(context.run.input.run);
    const run = await runtime.storage.mitigationRuns.find(id);
    if (run?.state !== 'executing') return;
    try {
      const known = knownMitigation(runtime, run.name, run.incidentId);
      const changed = await changedSince(context, known, run);
      if (changed) return await giveUp(runtime, run, changed);
      const request = { ...known.context, plan: run.plan, key: executionId(id), by: run.by };
      for (const action of known.kind.execute(request)) await act(runtime, context, `${DOES}${action.name}`, action, run);
    } catch (error) {
      if (!(error instanceof StepFailed) && errorCode(error) !== 'no_such_mitigation' && errorCode(error) !== 'unusable') throw error;
      return await giveUp(
        runtime,
        run,
        problemOf(
          runtime,
          error,
          run.plan.changes.map(({ byHand }) => byHand.set),
        ),
      );
    }
    await context.steps.do({ name: 'ran', run: async () => ({}), record: (stores) => recordRan(runtime, stores, id) });
    const ran = await runtime.storage.mitigationRuns.find(id);
    if (ran) wakeForRun(runtime, ran);
  };
}

/** Between the plan that people saw and now somebody else may have turned the same thing: then nothing is done. Not asked any more once an action has begun. */
async function changedSince(
  { steps }: RunContext,
  { kind, context }: KnownMitigation,
  run: MitigationRunRow,
): Promise<RunProblem | undefined> {
  const checked = await steps.do<{ problem?: RunProblem }>({
    name: 'check',
    attempts: ATTEMPTS,
    run: async () => {
      const fresh = await ofAKind(context.runtime, () => kind.plan({ ...context, chosen: run.plan.parameters }).catch(noLongerChosen));
      if (fresh instanceof UserError) return { problem: { code: fresh.code, text: fresh.said } };
      if (fresh.refusal) return { problem: { code: 'refused', text: fresh.refusal } };
      return samePlan(fresh, run.plan) ? {} : { problem: { code: 'changed', text: TARGET_CHANGED } };
    },
  });
  return checked.problem;
}

/** What could be chosen when the plan was made, such as a session, may be gone: that is an answer, not a failure. */
function noLongerChosen(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

/**
 * A mistake of ours is tried as often as a target that fails, and no longer: nobody could stop it, and no other run of the same mitigation could begin. A database
 * that is away is waited for.
 */
async function ofAKind<T>({ storage, log }: Pick<Runtime, 'storage' | 'log'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw new PermanentError(error.code, error.said, { cause: error });
    if (error instanceof TransientError || error instanceof PermanentError || storage.isUnreachable(error) || storage.isUndecided(error))
      throw error;
    log.error({ err: error }, 'A mitigation met a mistake of ours.');
    throw new TransientError('unexpected', errorText(error), { cause: error });
  }
}

/** Does one action, recorded; what came of it goes into the audit with the step. */
export async function act(runtime: Runtime, { steps }: RunContext, name: string, action: Action, run: MitigationRunRow): Promise<void> {
  await steps.do<{ output: string }>({
    name,
    attempts: ATTEMPTS,
    run: async () => ({ output: runtime.mask(await ofAKind(runtime, action.run)).slice(0, OUTPUT_MAX) }),
    record: async (stores, { output }) => {
      await stores.mitigationAudit.append({
        runId: run.id,
        incidentId: run.incidentId,
        at: runtime.clock.now(),
        actor: 'bongsu',
        what: name,
        detail: { output },
      });
      await sayRun(stores, await stores.mitigationRuns.change(run.id, {}), runtime.clock.now());
    },
  });
  runtime.waker.wake('outbox', runtime.clock.now());
}

/** It was done: its rows are kept, what ran before it under the same name no longer counts, and its proof is awaited. */
async function recordRan(runtime: Runtime, stores: Stores, id: number): Promise<void> {
  const { playbook, clock } = runtime;
  const seen = await stores.mitigationRuns.find(id);
  const incident = seen && (await stores.incidents.lock(seen.incidentId));
  const run = await stores.mitigationRuns.lock(id);
  const spec = run && playbook.mitigations[run.name];
  if (!run || !incident || !spec || run.state !== 'executing') return;
  const now = clock.now();
  const earlier = await stores.mitigationRuns.inEffect(run.name);
  if (earlier && earlier.id !== id) await endRun(stores, earlier, now, { outcome: 'superseded' });
  const expiresAt = spec.expires !== undefined && run.plan.undo ? new Date(now.getTime() + spec.expires) : null;
  const provedAt = new Date(now.getTime() + spec.verify.after);
  const nextAt = expiresAt && expiresAt < provedAt ? expiresAt : provedAt;
  const ran = await stores.mitigationRuns.change(id, { state: 'running', ranAt: now, expiresAt, nextAt });
  await note(stores, { run: ran, at: now, actor: run.by, what: MITIGATED_BY.replace('mitigation.', '') });
  await keepRows(runtime, stores, ran, now);
  await stores.incidents.touchBriefing(incident.id, now, playbook.briefing.editAtMostEvery);
  await sayRun(stores, ran, now);
}

/** Rows that a mitigation keeps, by either of the events that it is. */
const KEEPS: readonly string[] = ['mitigation', 'notice.posted'];

async function keepRows({ playbook }: Runtime, stores: Stores, run: MitigationRunRow, now: Date): Promise<void> {
  const spec = playbook.mitigations[run.name];
  const why = spec?.title ?? verbatim(run.name);
  for (const rowId of spec?.rows ?? []) {
    if (!KEEPS.includes(playbook.rows[rowId]?.keptBy ?? '')) continue;
    if (!(await stores.deadlines.settle(run.incidentId, rowId, 'kept', now, why))) continue;
    const data = { row: rowId, event: 'mitigation', late: false, run: run.id };
    await stores.timeline.append({ incidentId: run.incidentId, at: now, kind: 'deadline.kept', actor: run.by, data });
  }
}

/** It cannot be done: what may have been done is taken back, if anything was. */
async function giveUp(runtime: Runtime, { id, incidentId }: MitigationRunRow, problem: RunProblem): Promise<void> {
  const { storage, clock, playbook } = runtime;
  await storage.transaction(async (stores) => {
    await stores.incidents.lock(incidentId);
    const run = await stores.mitigationRuns.lock(id);
    if (run?.state !== 'executing') return;
    const now = clock.now();
    await stores.incidents.touchBriefing(incidentId, now, playbook.briefing.editAtMostEvery);
    const begun = (await stores.steps.of(executionId(id))).some(({ name }) => name.startsWith(DOES));
    if (!begun) return void (await endRun(stores, run, now, { outcome: 'failed', problem }));
    const troubled = await stores.mitigationRuns.change(id, { problem });
    await takeBack(stores, troubled, now, { by: 'bongsu', why: 'failed' });
  });
  wakeForRun(runtime, { nextAt: null });
}

/** What went wrong, for people: in the target's words, and what they can type instead. */
export function problemOf(runtime: Runtime, error: unknown, byHand: readonly string[]): RunProblem {
  const { code, said } = error instanceof StepFailed ? error : { code: errorCode(error), said: errorSaid(error) };
  const text = eachSaid(said, (each) => runtime.mask(each).slice(0, OUTPUT_MAX));
  return { code, text, ...(byHand.length > 0 && { byHand: [...byHand] }) };
}
