import type { MitigationRunProblem } from '../../../domain/mitigation/problem.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../../storage/index.ts';
import type { Runtime, WholeRuntime } from '../../runtime/runtime.ts';
import { occupiedByOther } from '../guarded.ts';
import { whyHalted } from '../may-act.ts';
import { speaksFor } from '../respond-by-itself.ts';
import { endRun, note, setOff, takeBack, wakeForRun } from './begin-run.ts';
import { LOOK_AGAIN_MS, problemIn, toldOf } from './halt-run.ts';
import { proveRun } from './prove-run.ts';
import { provedBy } from './proved-by.ts';
import { sayRun } from './run-message.ts';

const BATCH = 20;
/** What happens to mitigations at a time: a countdown is over, nobody approved, the effect is to be judged, the time to live is over. */
export function mitigationsDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, services, log } = whole;
  return async () => {
    const due = await storage.mitigationRuns.due(clock.now(), BATCH);
    // Judging one reads for a while; what only has to begin or end does not wait for it.
    const quickFirst = [...due].sort((a, b) => Number(isUnproven(a)) - Number(isUnproven(b)));
    for (const { id, incidentId } of quickFirst) {
      if (whole.stopping.aborted) return;
      await decide(await services.ofIncident(incidentId), id).catch((error: unknown) =>
        log.error({ err: error, run: id }, 'A mitigation could not be decided about; the next sweep tries again.'),
      );
    }
  };
}

function isUnproven({ state, provedAt }: Pick<MitigationRunRow, 'state' | 'provedAt'>): boolean {
  return state === 'running' && provedAt === null;
}

async function decide(runtime: Runtime, id: number): Promise<void> {
  const { storage, clock, playbook, crashPoint } = runtime;
  const seen = await storage.mitigationRuns.find(id);
  if (!seen || !isDue(seen, clock.now())) return;
  // Reading takes a while and holds no lock: what it comes to is written down only by whoever is first.
  const proven = mustProve(runtime, seen) ? await proveRun(runtime, seen) : undefined;
  crashPoint('mitigations:read');
  const next = await storage.transaction(async (stores) => {
    const incident = await stores.incidents.lock(seen.incidentId);
    await stores.mitigationRuns.lockAll();
    const run = await stores.mitigationRuns.lock(id);
    if (!incident || !run || !isDue(run, clock.now())) return undefined;
    const after = await decided(runtime, stores, incident, run, proven);
    // The briefing shows in which state each run is.
    if (after.state !== run.state) await stores.incidents.touchBriefing(incident.id, clock.now(), playbook.briefing.editAtMostEvery);
    return after;
  });
  crashPoint('mitigations:decided');
  if (next) wakeForRun(runtime, next);
}

async function decided(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  run: MitigationRunRow,
  proven: Awaited<ReturnType<typeof proveRun>> | undefined,
): Promise<MitigationRunRow> {
  if (run.state === 'waiting') return await lapse(runtime, stores, run);
  if (run.state === 'announced') return await countdownOver(runtime, stores, incident, run);
  if (run.state === 'held') return await afterFreeze(runtime, stores, run);
  if (run.state !== 'running') return await stores.mitigationRuns.change(run.id, { nextAt: null });
  const judged = proven && run.provedAt === null ? await judge(runtime, stores, incident, run, proven) : run;
  return await afterwards(runtime, stores, judged, { isNews: judged !== run });
}

function isDue({ nextAt }: MitigationRunRow, now: Date): boolean {
  return nextAt !== null && nextAt.getTime() <= now.getTime();
}

function mustProve({ clock, playbook }: Runtime, run: MitigationRunRow): run is MitigationRunRow & { ranAt: Date } {
  if (run.state !== 'running' || run.ranAt === null || run.provedAt !== null) return false;
  const expired = run.expiresAt !== null && run.expiresAt <= clock.now();
  return expired || clock.now().getTime() - run.ranAt.getTime() >= provedBy(playbook, run.name).after;
}

async function lapse(runtime: Runtime, stores: Stores, run: MitigationRunRow): Promise<MitigationRunRow> {
  return await endRun(runtime, stores, run, runtime.clock.now(), {
    outcome: 'stopped',
    problem: { code: 'lapsed' },
  });
}

/** Whatever stood in the way when it was announced is asked again: a freeze, the hours, another run, a diagnosis that has changed its mind. */
async function countdownOver(runtime: Runtime, stores: Stores, incident: IncidentRow, run: MitigationRunRow): Promise<MitigationRunRow> {
  const now = runtime.clock.now();
  const stop = async (problem: MitigationRunProblem) => await endRun(runtime, stores, run, now, { outcome: 'stopped', problem });
  const refusal = await whyHalted(runtime, stores, run, incident);
  if (refusal) return await stop(problemIn(refusal));
  const auto = runtime.playbook.mitigations[run.name]?.auto;
  const diagnosis = await stores.diagnoses.of(incident.id);
  if (!auto || !speaksFor(auto, diagnosis)) return await stop({ code: 'mind-changed' });
  return await setOff(runtime, stores, run, now);
}

/** What was to be taken back when a freeze came is taken back once that is over. */
async function afterFreeze(runtime: Runtime, stores: Stores, run: MitigationRunRow): Promise<MitigationRunRow> {
  const now = runtime.clock.now();
  const { undoBy, undoWhy: why } = run;
  if (why === null) return await stores.mitigationRuns.change(run.id, { nextAt: null });
  if ((await stores.freezes.current(run.service)) || (await occupiedByOther(stores, run)))
    return await stores.mitigationRuns.change(run.id, { nextAt: new Date(now.getTime() + LOOK_AGAIN_MS) });
  return await takeBack(runtime, stores, run, now, { by: undoBy ?? 'bongsu', why, problem: toldOf(run) });
}

async function judge(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  run: MitigationRunRow & { ranAt?: Date | null },
  { proof, chart }: Awaited<ReturnType<typeof proveRun>>,
): Promise<MitigationRunRow> {
  const now = runtime.clock.now();
  const ranAt = run.ranAt ?? now;
  const windowMs = now.getTime() - ranAt.getTime();
  const others = await stores.mitigationRuns.ranBetween(run.service, new Date(ranAt.getTime() - windowMs), now);
  const overlaps = [...new Set(others.filter((other) => other.id !== run.id && other.name !== run.name).map(({ name }) => name))];
  const judged = await stores.mitigationRuns.change(run.id, {
    proof,
    verdict: proof.verdict,
    provedAt: now,
    helpedAfterMs: proof.helpedAfterMs ?? null,
    overlaps,
    ...(chart && { chart }),
  });
  await note(runtime, stores, {
    run: judged,
    at: now,
    actor: 'bongsu',
    what: 'mitigation.verified',
    detail: { verdict: proof.verdict, signals: proof.signals, overlaps },
  });
  await stores.incidents.touchBriefing(incident.id, now, runtime.playbook.briefing.editAtMostEvery);
  return judged;
}

/** What comes next for a run that is done: it is taken back by itself, waits for its end, or stays. */
async function afterwards(
  runtime: Runtime,
  stores: Stores,
  run: MitigationRunRow,
  { isNews }: { isNews: boolean },
): Promise<MitigationRunRow> {
  const { clock, playbook } = runtime;
  const now = clock.now();
  const spec = playbook.mitigations[run.name];
  const expired = run.expiresAt !== null && run.expiresAt <= now;
  const noHelp = run.verdict === 'worse' || run.verdict === 'same';
  const byItself = noHelp && spec?.undo === 'by-itself' && run.keptBy === null;
  if ((expired || byItself) && run.plan.undo) {
    const inTheWay = (await stores.freezes.current(run.service)) ?? (await occupiedByOther(stores, run));
    if (!inTheWay) return await takeBack(runtime, stores, run, now, { by: 'bongsu', why: expired ? 'expired' : 'no-help' });
    const later = await stores.mitigationRuns.change(run.id, { nextAt: new Date(now.getTime() + LOOK_AGAIN_MS) });
    // Only what was just found out is news; that it still waits is not.
    if (isNews) await sayRun(stores, later, now);
    return later;
  }
  if (run.provedAt === null) return await stores.mitigationRuns.change(run.id, { nextAt: new Date(now.getTime() + 1_000) });
  if (run.expiresAt === null) return await endRun(runtime, stores, run, now, { outcome: 'stays' });
  const waiting = await stores.mitigationRuns.change(run.id, { nextAt: run.expiresAt });
  await sayRun(stores, waiting, now);
  return waiting;
}
