import { errorText, PermanentError } from '../../domain/errors.ts';
import { isLeaseLost, underLease } from '../../domain/process/lease.ts';
import { own } from '../../domain/text/own.ts';
import type { HeldRun, RunRow, TakenRun } from '../../storage/index.ts';
import { OTHERS_MAY_KNOW_MS } from './after-failure.ts';
import type { OpenedRun } from './run-kind.ts';
import type { Runtime, WholeRuntime } from './runtime.ts';
import { StepDeferred, Steps } from './steps.ts';

/** Whoever wrote a run down begins with it; the others leave it to them for so long, unless they hear that they are gone. */
export const LOOK_AGAIN_MS = 5_000;

const ASK_OTHERS_MS = 10_000;

/** Works on runs: at most one process on each, taken up again after any crash until done (docs/adrs/0002-a-run-is-leased.md). */
export class RunEngine {
  private readonly working = new Map<string, Promise<void>>();

  constructor(
    private readonly runtime: WholeRuntime,
    private readonly kindsOf: (runtime: Runtime) => Readonly<Record<string, (row: RunRow & HeldRun) => OpenedRun>>,
  ) {}

  /** Starts working on a run and returns at once; if this process dies, the row is found again. */
  start(runId: string): void {
    if (this.working.has(runId)) return;
    const work = this.work(runId)
      .catch((error) => this.broke(runId, error))
      .then((again) => {
        this.working.delete(runId);
        // Not earlier: what this process still works on, no drain takes up.
        if (again) this.runtime.waker.wake('runs', again);
      });
    this.working.set(runId, work);
  }

  /** Starts every run that is due; does not wait for them. */
  async drain(): Promise<void> {
    await this.startDue(this.runtime.clock.now(), 50);
  }

  /** Takes up what a dead process left, without waiting for its time to be looked at again. */
  async recover(): Promise<void> {
    await this.startDue(new Date(this.runtime.clock.now().getTime() + LOOK_AGAIN_MS), 1_000);
  }

  get busy(): boolean {
    return this.working.size > 0;
  }

  /** Resolves when nothing is being worked on in this process. */
  async idle(): Promise<void> {
    while (this.working.size > 0) await Promise.allSettled(this.working.values());
  }

  private async startDue(until: Date, limit: number): Promise<void> {
    const { lease, runs } = this.runtime.storage;
    const by = lease.current?.number;
    // Without a lease nothing can be taken; the sweep comes again.
    if (by === undefined) return;
    for (const id of await runs.due(until, { by, but: [...this.working.keys()], limit })) this.start(id);
  }

  /** When it must be looked at again, if it is not over. */
  private async work(runId: string): Promise<Date | undefined> {
    const { storage, stopping } = this.runtime;
    const lease = storage.lease.current;
    if (stopping.aborted || lease === undefined) return undefined;
    return await underLease(lease, async () => {
      const run = await storage.runs.take(runId, lease.number);
      return run && (await this.carryOut({ ...run, heldBy: lease.number }));
    });
  }

  private async carryOut(run: TakenRun & HeldRun): Promise<Date | undefined> {
    const { storage, clock } = this.runtime;
    const runtime = await this.runtime.services.ofIncident(run.incidentId);
    const kind = own(this.kindsOf(runtime), run.kind);
    if (!kind) return await this.leaveToOthers(run);
    const opened = await this.open(kind, run);
    if (!opened) return undefined;
    const trouble = troubles();
    const steps = await Steps.load(this.runtime, run, trouble.tell);
    try {
      await opened({ steps, troubled: trouble.of });
      await storage.runs.finish(run, clock.now());
      return undefined;
    } catch (error) {
      if (isLeaseLost(error)) throw error;
      return await this.deferRun(run, error);
    }
  }

  /** Undefined for one that cannot be read: it is over, because no attempt would ever be another. */
  private async open(kind: (row: RunRow & HeldRun) => OpenedRun, run: RunRow & HeldRun): Promise<OpenedRun | undefined> {
    try {
      return kind(run);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      await this.fail(run, error);
      return undefined;
    }
  }

  /** A process of another release may know the kind: while one is replaced by the next, both work. */
  private async leaveToOthers(run: RunRow & HeldRun): Promise<Date | undefined> {
    const { clock, log } = this.runtime;
    const error = new PermanentError('unknown_kind', `Nobody carries out ${run.kind}.`);
    if (clock.now().getTime() - run.createdAt.getTime() > OTHERS_MAY_KNOW_MS) {
      await this.fail(run, error);
      return undefined;
    }
    log.warn({ run: run.id, kind: run.kind }, 'A run is of a kind that this release does not know; it is left to one that does.');
    const at = new Date(clock.now().getTime() + ASK_OTHERS_MS);
    await this.runtime.storage.runs.defer(run, at);
    return at;
  }

  private async fail(run: RunRow & HeldRun, error: PermanentError): Promise<void> {
    const { storage, log, counters } = this.runtime;
    log.error({ err: error, run: run.id }, 'A run cannot be carried out and will not be tried again.');
    counters.count('runs_failed', { code: error.code });
    await storage.runs.fail(run, errorText(error));
  }

  private async deferRun(run: HeldRun, error: unknown): Promise<Date> {
    const { storage, clock, log } = this.runtime;
    const now = clock.now();
    const at = error instanceof StepDeferred ? error.at : new Date(now.getTime() + LOOK_AGAIN_MS);
    if (!(error instanceof StepDeferred)) log.error({ err: error, run: run.id }, 'A run broke; it is tried again.');
    await storage.runs.defer(run, at);
    return at;
  }

  private broke(runId: string, error: unknown): undefined {
    const { log } = this.runtime;
    if (isLeaseLost(error)) log.warn({ run: runId, reason: errorText(error) }, 'A run is left to the process that takes it up.');
    else log.error({ err: error, run: runId }, 'A run broke; it is taken up again by the sweep.');
  }
}

function troubles() {
  const known = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();
  return {
    tell: (step: string) => {
      known.add(step);
      for (const resolve of waiting.get(step) ?? []) resolve();
      waiting.delete(step);
    },
    of: (step: string): Promise<void> =>
      known.has(step) ? Promise.resolve() : new Promise((resolve) => waiting.set(step, [...(waiting.get(step) ?? []), resolve])),
  };
}

/**
 * Waits for all pieces, whatever happens to each; then rejects if any must wait (with the earliest time) or broke. A piece that failed for
 * good has said so in its step's row and does not hold up the rest.
 */
export async function settleAll(pieces: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(pieces);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const deferred = reasons.filter((reason) => reason instanceof StepDeferred).sort((a, b) => a.at.getTime() - b.at.getTime());
  const broken = reasons.find((reason) => !(reason instanceof Error && ['StepDeferred', 'StepFailed'].includes(reason.name)));
  if (broken !== undefined) throw broken;
  if (deferred[0]) throw deferred[0];
}
