import { errorCode, errorSaid, errorText, PermanentError, TransientError, UserError } from '../../../domain/errors.ts';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { eachSaid } from '../../../domain/language/said.ts';
import { samePlan } from '../../../domain/mitigation/plan.ts';
import type { MitigationRunProblem } from '../../../domain/mitigation/problem.ts';
import { isLeaseLost } from '../../../domain/process/lease.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../../storage/index.ts';
import { carriedOut, type RunContext } from '../../runtime/run-kind.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { StepDeferred, StepFailed, StepHalted } from '../../runtime/steps.ts';
import type { Action } from '../kinds/mitigation.ts';
import { type KnownMitigation, knownMitigation } from '../known-mitigation.ts';
import { asking, mayDo, type Rule, whyHalted } from '../may-act.ts';
import { endRun, note, wakeForRun } from './begin-run.ts';
import { giveUp, haltOf, haltRun, sayEnd, settleHalted } from './halt-run.ts';
import { DOES, executionId, executionRun } from './run-ids.ts';
import { sayRun } from './run-message.ts';

/** A target that fails is asked so many times before the run is given up and taken back. */
const ATTEMPTS = 4;
/** What a target says is kept up to this length. */
const OUTPUT_MAX = 2_000;
/** What was looked at longer ago, before the first action, is looked at again. */
const SEEN_MS = 10_000;
/** Carries a mitigation out: looks whether the target is still as planned, does each action once, and says so. */
export const mitigationWorkflow = carriedOut(executionRun, (runtime) => async (context) => {
  const id = context.run.input.run;
  const run = await runtime.storage.mitigationRuns.find(id);
  if (run?.state !== 'executing') return;
  try {
    const known = knownMitigation(runtime, run.name, run.incidentId);
    const changed = await changedSince(context, known, run);
    if (changed) return await giveUp(runtime, run, changed);
    const request = { ...known.context, plan: run.plan, key: executionId(id), by: run.by };
    for (const action of known.kind.execute(request))
      await act(runtime, context, { name: `${DOES}${action.name}`, action, run, rule: mayDo });
  } catch (error) {
    if (error instanceof StepHalted) {
      if (await haltRun(runtime, run)) return;
      // What stood in the way is gone already.
      throw new StepDeferred('halted', runtime.clock.now());
    }
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
});

/**
 * Between the plan that people saw and now somebody else may have turned the same thing: then nothing is done. Looked at again when the first action comes long after the look. Not
 * asked any more once an action has begun: each holds what it sets to what it was.
 */
async function changedSince(
  { steps }: RunContext,
  known: KnownMitigation,
  run: MitigationRunRow,
): Promise<MitigationRunProblem | undefined> {
  const { clock } = known.context.runtime;
  for (let look = 1; ; look += 1) {
    const { problem, at } = await lookAgain(steps, known, run, look);
    if (problem || steps.hasBegun(DOES)) return problem;
    if (at !== undefined && clock.now().getTime() - Date.parse(at) < SEEN_MS) return undefined;
  }
}

/** `at`: when it was looked, ISO 8601; absent in those of an earlier release. */
async function lookAgain(
  steps: RunContext['steps'],
  { kind, context }: KnownMitigation,
  run: MitigationRunRow,
  look: number,
): Promise<{ problem?: MitigationRunProblem; at?: string }> {
  const at = context.runtime.clock.now().toISOString();
  return await steps.do<{ problem?: MitigationRunProblem; at?: string }>({
    name: look === 1 ? 'check' : `check.${look}`,
    attempts: ATTEMPTS,
    run: async () => {
      const fresh = await ofAKind(context.runtime, () => kind.plan({ ...context, chosen: run.plan.parameters }).catch(noLongerChosen));
      if (fresh instanceof UserError) return { at, problem: { code: fresh.code, text: errorSaid(fresh) } };
      if (fresh.refusal) return { at, problem: { code: 'refused', text: fresh.refusal } };
      return samePlan(fresh, run.plan) ? { at } : { at, problem: { code: 'changed' } };
    },
  });
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
    if (error instanceof UserError) throw new PermanentError(error.code, errorSaid(error), { cause: error });
    if (error instanceof TransientError || error instanceof PermanentError || isLeaseLost(error)) throw error;
    if (storage.isUnreachable(error) || storage.isUndecided(error)) throw error;
    log.error({ err: error }, 'A mitigation met a mistake of ours.');
    throw new TransientError('unexpected', errorText(error), { cause: error });
  }
}

/** One action of a run, and the rule that it is held to. */
export interface Acting {
  /** Of its step. */
  name: string;
  action: Action;
  run: MitigationRunRow;
  rule: Rule;
}

/** Does one action, recorded; what came of it goes into the audit with the step. The rule is asked before it begins, after every wait, and before each change of its target. */
export async function act(runtime: Runtime, context: RunContext, acting: Acting): Promise<void> {
  const { name, action, run, rule } = acting;
  const { steps } = context;
  if (steps.isDone(name)) return;
  const { may, ask } = asking(runtime, rule, run);
  await waitFor(runtime, context, acting, ask);
  await steps.do<{ output: string }>({
    name,
    attempts: ATTEMPTS,
    may,
    run: async () => ({ output: runtime.mask(await ofAKind(runtime, () => action.run(ask))).slice(0, OUTPUT_MAX) }),
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

/** A wait is a stored time, at which the run is taken up again: nobody holds it meanwhile, and whoever stops it has it looked at sooner. */
async function waitFor(
  runtime: Runtime,
  { steps }: RunContext,
  { name, action: { afterMs = 0 } }: Acting,
  ask: () => Promise<void>,
): Promise<void> {
  const until =
    afterMs > 0 && !steps.hasBegun(name) ? new Date((await waitOf(runtime, steps, name, afterMs)).until) : steps.waitsUntil(name);
  if (!until || until <= runtime.clock.now()) return;
  await ask();
  // One that is tried again soon is waited for by its step.
  if (afterMs > 0) throw new StepDeferred(name, until);
}

async function waitOf(runtime: Runtime, steps: RunContext['steps'], name: string, afterMs: number): Promise<{ until: string }> {
  const until = new Date(runtime.clock.now().getTime() + afterMs).toISOString();
  return await steps.do({ name: `wait.${name}`, run: async () => ({ until }) });
}

/** It was done: its rows are kept, what ran before it under the same name no longer counts, and its proof is awaited. */
async function recordRan(runtime: Runtime, stores: Stores, id: number): Promise<void> {
  const { playbook, clock } = runtime;
  const seen = await stores.mitigationRuns.find(id);
  const incident = seen && (await stores.incidents.lock(seen.incidentId));
  // Before a freeze, or after it: one in the middle would name this run as still going when it is not.
  await stores.mitigationRuns.lockAll();
  const run = await stores.mitigationRuns.lock(id);
  const spec = run && playbook.mitigations[run.name];
  if (!run || !incident || !spec || run.state !== 'executing') return;
  const now = clock.now();
  if (await isUnwanted(runtime, stores, run, incident, now)) return;
  const earlier = await stores.mitigationRuns.inEffect(run.service, run.name);
  if (earlier && earlier.id !== id) await endRun(runtime, stores, earlier, now, { outcome: 'superseded' });
  const expiresAt = spec.expires !== undefined && run.plan.undo ? new Date(now.getTime() + spec.expires) : null;
  const provedAt = new Date(now.getTime() + spec.verify.after);
  const nextAt = expiresAt && expiresAt < provedAt ? expiresAt : provedAt;
  const ran = await stores.mitigationRuns.change(id, { state: 'running', ranAt: now, expiresAt, nextAt });
  await note(runtime, stores, { run: ran, at: now, actor: run.by, what: 'mitigation.executed', detail: {} });
  await stores.incidents.touchBriefing(incident.id, now, playbook.briefing.editAtMostEvery);
  await sayRun(stores, ran, now);
  await sayEnd(runtime, stores, ran, now);
}

/** Stopped, or the incident over, while its last action was being done: that was done, and is taken back like the rest. */
async function isUnwanted(runtime: Runtime, stores: Stores, run: MitigationRunRow, incident: IncidentRow, now: Date): Promise<boolean> {
  const isWanted = run.stopBy === null && ACTIVE_STATES.includes(incident.state);
  if (isWanted || !run.plan.undo) return false;
  const why = await whyHalted(runtime, stores, run, incident);
  if (!why) return false;
  await sayEnd(runtime, stores, await settleHalted(runtime, stores, run, now, haltOf(run, why)), now);
  await stores.incidents.touchBriefing(incident.id, now, runtime.playbook.briefing.editAtMostEvery);
  return true;
}

/** What went wrong, for people: in the target's words, and what they can type instead. */
export function problemOf(runtime: Runtime, error: unknown, byHand: readonly string[]): MitigationRunProblem {
  const { code, said } = error instanceof StepFailed ? error : { code: errorCode(error), said: errorSaid(error) };
  const text = eachSaid(said, (each) => runtime.mask(each).slice(0, OUTPUT_MAX));
  return { code, text, ...(byHand.length > 0 && { byHand: [...byHand] }) };
}
