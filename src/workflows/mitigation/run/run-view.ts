import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { verbatim } from '../../../domain/language/verbatim.ts';
import { recordOf } from '../../../domain/mitigation/ledger.ts';
import { own } from '../../../domain/text/own.ts';
import type { MitigationRunRow, Stores } from '../../../storage/index.ts';
import type { MitigationRunView, SignalProofView } from '../../../views/mitigation.ts';
import { findCause } from '../../diagnosis/diagnosis-view.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { knownMitigation } from '../known-mitigation.ts';
import { DOES, executionId } from './run-ids.ts';

/** A run as people see it; undefined when its incident is gone. */
export async function runView(runtime: Runtime, stores: Stores, run: MitigationRunRow): Promise<MitigationRunView | undefined> {
  const { playbook, clock } = runtime;
  const incident = await stores.incidents.find(run.incidentId);
  if (!incident) return undefined;
  const spec = playbook.mitigations[run.name];
  const [steps, ledger] = await Promise.all([
    stores.steps.of(executionId(run.id)),
    stores.mitigationRuns.ledger(runtime.playbook.service.key, clock.now()),
  ]);
  const done = steps.filter(({ name, status }) => name.startsWith(DOES) && status === 'done').length;
  const record = recordOf(ledger, run.name, run.scenario);
  const cause = run.because === null ? undefined : findCause(runtime, run.because)?.spec.title;
  return {
    incident,
    id: run.id,
    name: run.name,
    title: titleOf(runtime, run.name),
    effect: spec?.effect ?? verbatim(run.name),
    state: run.state,
    ...(run.outcome && { outcome: run.outcome }),
    plan: run.plan,
    by: run.by,
    ...(run.approvedBy !== null && { approvedBy: run.approvedBy }),
    ...(spec?.guard.second && { second: spec.guard.second }),
    ...(run.nextAt && { nextAt: run.nextAt }),
    ...(run.ranAt && { ranAt: run.ranAt }),
    ...(STEPPED.includes(run.state) && { steps: { done, of: Math.max(stepsOf(runtime, run), done) } }),
    ...(run.outcome === 'halted' && { steps: { done, of: Math.max(stepsOf(runtime, run), done) } }),
    ...(run.stopBy !== null && { stopBy: run.stopBy }),
    ...(run.byHand && { byHand: typeof run.plan.data.said === 'string' ? { said: run.plan.data.said } : {} }),
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

/** Half-way, or just stopped there. */
const STEPPED: readonly MitigationRunRow['state'][] = ['executing', 'held'];

/** How many actions it takes; as far as the playbook still describes it. */
function stepsOf(runtime: Runtime, { id, name, incidentId, plan, by }: MitigationRunRow): number {
  try {
    const { kind, context } = knownMitigation(runtime, name, incidentId);
    return kind.execute({ ...context, plan, key: executionId(id), by }).length;
  } catch {
    return plan.changes.length;
  }
}

/** Of a mitigation, or of the row that people met by hand. */
export function titleOf({ playbook }: Pick<Runtime, 'playbook'>, name: string): Bilingual {
  return own(playbook.mitigations, name)?.title ?? own(playbook.rows, name)?.title ?? verbatim(name);
}

function proofView(
  { playbook }: Pick<Runtime, 'playbook'>,
  proof: NonNullable<MitigationRunRow['proof']>['signals'][number],
): SignalProofView[] {
  const spec = playbook.signals[proof.key];
  return spec ? [{ ...proof, title: spec.title, unit: spec.unit }] : [];
}
