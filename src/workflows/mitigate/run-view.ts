import { recordOf } from '../../domain/mitigation/ledger.ts';
import type { MitigationRunView, SignalProofView } from '../../domain/mitigation-views.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import type { MitigationRunRow, Stores } from '../../storage/index.ts';
import { findCause } from '../diagnosis/diagnosis-view.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { executionId } from './run-ids.ts';

/** A run as people see it; undefined when its incident is gone. */
export async function runView(runtime: Runtime, stores: Stores, run: MitigationRunRow): Promise<MitigationRunView | undefined> {
  const { playbook, clock } = runtime;
  const incident = await stores.incidents.find(run.incidentId);
  if (!incident) return undefined;
  const spec = playbook.mitigations[run.name];
  const [steps, ledger] = await Promise.all([stores.steps.of(executionId(run.id)), stores.mitigationRuns.ledger(clock.now())]);
  const done = steps.filter(({ name, status }) => name.startsWith('do.') && status === 'done').length;
  const record = recordOf(ledger, run.name, run.scenario);
  const cause = run.because === null ? undefined : findCause(runtime, run.because)?.spec.title;
  return {
    incident,
    id: run.id,
    name: run.name,
    title: titleOf(runtime, run.name),
    effect: spec?.effect ?? { en: run.name, ko: run.name },
    state: run.state,
    ...(run.outcome && { outcome: run.outcome }),
    plan: run.plan,
    by: run.by,
    ...(run.approvedBy !== null && { approvedBy: run.approvedBy }),
    ...(spec?.guard.second && { second: spec.guard.second }),
    ...(run.nextAt && { nextAt: run.nextAt }),
    ...(run.ranAt && { ranAt: run.ranAt }),
    ...(run.state === 'executing' && { steps: { done, of: Math.max(run.plan.changes.length, done) } }),
    ...(run.verdict && { verdict: run.verdict }),
    ...(run.proof && { signals: run.proof.signals.flatMap((proof) => proofView(runtime, proof)) }),
    ...(run.helpedAfterMs !== null && { helpedAfterMs: run.helpedAfterMs }),
    overlaps: run.overlaps.map((name) => titleOf(runtime, name)),
    ...(run.expiresAt && { expiresAt: run.expiresAt }),
    ...(run.keptBy !== null && { keptBy: run.keptBy }),
    ...(run.undoBy !== null && { undoBy: run.undoBy }),
    ...(run.undoWhy && { undoWhy: run.undoWhy }),
    ...(run.problem && { problem: run.problem }),
    ...(record && { record }),
    ...(cause && { because: cause }),
    ...(run.chart && { chart: run.chart }),
    now: clock.now(),
  };
}

export function titleOf({ playbook }: Pick<Runtime, 'playbook'>, name: string): Bilingual {
  return playbook.mitigations[name]?.title ?? { en: name, ko: name };
}

function proofView(
  { playbook }: Pick<Runtime, 'playbook'>,
  proof: NonNullable<MitigationRunRow['proof']>['signals'][number],
): SignalProofView[] {
  const spec = playbook.signals[proof.key];
  return spec ? [{ ...proof, title: spec.title, unit: spec.unit }] : [];
}
