import { ACTIVE_STATES } from '../../domain/incident.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { STATE_WORDS } from '../../domain/state-words.ts';
import type { IncidentRow, MitigationRunRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { endRun, note, setOff, takeBack, wakeForRun } from './begin-run.ts';
import { heldByOther, refusalFor } from './guarded.ts';
import { BY_ITSELF } from './presser.ts';
import { proveRun } from './prove-run.ts';
import { speaksFor } from './respond-by-itself.ts';
import { sayRun } from './run-message.ts';

const BATCH = 20;
/** While everything is frozen, or another run of the same is under way, what would be taken back by itself is looked at again this often. */
const LATER_MS = 30_000;
const MIND_CHANGED = {
  en: 'The diagnosis no longer says what it was to be run for.',
  ko: '진단이 더는 이 조치를 뒷받침하지 않습니다.',
};

/** What happens to mitigations at a time: a countdown is over, nobody approved, the effect is to be judged, the time to live is over. */
export function mitigationsDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, log } = runtime;
  return async () => {
    const due = await storage.mitigationRuns.due(clock.now(), BATCH);
    // Judging one reads for a while; what only has to begin or end does not wait for it.
    const quickFirst = [...due].sort((a, b) => Number(isUnproven(a)) - Number(isUnproven(b)));
    for (const { id } of quickFirst) {
      if (runtime.stopping.aborted) return;
      await decide(runtime, id).catch((error: unknown) =>
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
  return expired || clock.now().getTime() - run.ranAt.getTime() >= (playbook.mitigations[run.name]?.verify.after ?? 0);
}

async function lapse(runtime: Runtime, stores: Stores, run: MitigationRunRow): Promise<MitigationRunRow> {
  return await endRun(stores, run, runtime.clock.now(), {
    outcome: 'stopped',
    problem: { code: 'lapsed', text: { en: 'Nobody approved it in time.', ko: '제때 승인한 사람이 없습니다.' } },
  });
}

/** Whatever stood in the way when it was announced is asked again: a freeze, the hours, another run, a diagnosis that has changed its mind. */
async function countdownOver(runtime: Runtime, stores: Stores, incident: IncidentRow, run: MitigationRunRow): Promise<MitigationRunRow> {
  const now = runtime.clock.now();
  const stop = async (code: string, text: Bilingual) => await endRun(stores, run, now, { outcome: 'stopped', problem: { code, text } });
  if (!ACTIVE_STATES.includes(incident.state)) {
    return await stop('not-active', { en: `The incident is ${incident.state}.`, ko: `장애 상태: ${STATE_WORDS[incident.state].ko}.` });
  }
  const refusal = await refusalFor(runtime, stores, { name: run.name, presser: BY_ITSELF, self: run.id });
  if (refusal) return await stop(refusal.code, refusal.text);
  const auto = runtime.playbook.mitigations[run.name]?.auto;
  const diagnosis = await stores.diagnoses.of(incident.id);
  if (!auto || !speaksFor(auto, diagnosis)) return await stop('mind-changed', MIND_CHANGED);
  return await setOff(stores, run, now);
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
  const others = await stores.mitigationRuns.ranBetween(new Date(ranAt.getTime() - windowMs), now);
  const overlaps = [...new Set(others.filter((other) => other.id !== run.id && other.name !== run.name).map(({ name }) => name))];
  const judged = await stores.mitigationRuns.change(run.id, {
    proof,
    verdict: proof.verdict,
    provedAt: now,
    helpedAfterMs: proof.helpedAfterMs ?? null,
    overlaps,
    ...(chart && { chart }),
  });
  await note(stores, {
    run: judged,
    at: now,
    actor: 'bongsu',
    what: 'verified',
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
    const inTheWay = (await stores.freezes.current()) ?? (await heldByOther(stores, run));
    if (!inTheWay) return await takeBack(stores, run, now, { by: 'bongsu', why: expired ? 'expired' : 'no-help' });
    const later = await stores.mitigationRuns.change(run.id, { nextAt: new Date(now.getTime() + LATER_MS) });
    // Only what was just found out is news; that it still waits is not.
    if (isNews) await sayRun(stores, later, now);
    return later;
  }
  if (run.provedAt === null) return await stores.mitigationRuns.change(run.id, { nextAt: new Date(now.getTime() + 1_000) });
  if (run.expiresAt === null) return await endRun(stores, run, now, { outcome: 'stays' });
  const waiting = await stores.mitigationRuns.change(run.id, { nextAt: run.expiresAt });
  await sayRun(stores, waiting, now);
  return waiting;
}
