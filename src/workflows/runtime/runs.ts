import type { RunRow } from '../../storage/index.ts';
import type { Runtime } from './runtime.ts';
import { StepDeferred, Steps } from './steps.ts';

/** A run and its steps, while one process works on it. */
export interface RunContext {
  run: RunRow;
  steps: Steps;
  /** Resolves when `step` had its first trouble: failed, or will be tried again. */
  troubled: (step: string) => Promise<void>;
}

/** A workflow: pieces that go on side by side. Rejects with StepDeferred when some piece must wait. */
export type Workflow = (context: RunContext) => Promise<void>;

/** While a run is worked on, nobody else looks at it before this has passed; the lock decides, this only saves the asking. */
export const LOOK_AGAIN_MS = 5_000;

/** Works on runs: at most one process on each, taken up again after any crash until done. */
export class RunEngine {
  private readonly working = new Set<Promise<void>>();

  constructor(
    private readonly runtime: Runtime,
    private readonly workflows: Record<string, Workflow>,
  ) {}

  /** Starts working on a run and returns at once; if this process dies, the row is found again. */
  start(runId: string): void {
    const work = this.work(runId)
      .catch((error) => this.runtime.log.error({ err: error, run: runId }, 'A run broke; it is taken up again by the sweep.'))
      .finally(() => this.working.delete(work));
    this.working.add(work);
  }

  /** Starts every run that is due; does not wait for them. */
  async drain(): Promise<void> {
    for (const run of await this.runtime.storage.runs.due(this.runtime.clock.now(), 50)) this.start(run.id);
  }

  /** At start: takes up what a dead process left, without waiting for its time to be looked at again. */
  async recover(): Promise<void> {
    const soon = new Date(this.runtime.clock.now().getTime() + LOOK_AGAIN_MS);
    for (const run of await this.runtime.storage.runs.due(soon, 1_000)) this.start(run.id);
  }

  get busy(): boolean {
    return this.working.size > 0;
  }

  /** Resolves when nothing is being worked on in this process. */
  async idle(): Promise<void> {
    while (this.working.size > 0) await Promise.allSettled(this.working);
  }

  private async work(runId: string): Promise<void> {
    const { storage, clock, stopping } = this.runtime;
    if (stopping.aborted) return;
    const lock = await storage.locks.tryLock(`run:${runId}`);
    if (!lock) return;
    try {
      const run = await storage.runs.find(runId);
      if (run?.status !== 'running') return;
      const workflow = this.workflows[run.kind];
      if (!workflow) throw new Error(`Run ${runId} is of kind ${run.kind}, which nobody handles.`);
      const trouble = troubles();
      const steps = await Steps.load(this.runtime, runId, lock, trouble.tell);
      try {
        await workflow({ run, steps, troubled: trouble.of });
        await storage.runs.finish(runId, clock.now());
      } catch (error) {
        await this.deferRun(runId, error);
      }
    } finally {
      await lock.release().catch((error) => this.runtime.log.debug({ err: error }, 'A run lock was already gone.'));
    }
  }

  private async deferRun(runId: string, error: unknown): Promise<void> {
    const { storage, clock, waker, log } = this.runtime;
    const now = clock.now();
    const at = error instanceof StepDeferred ? error.at : new Date(now.getTime() + LOOK_AGAIN_MS);
    if (!(error instanceof StepDeferred)) log.error({ err: error, run: runId }, 'A run broke; it is tried again.');
    await storage.runs.defer(runId, at);
    waker.wake('runs', at.getTime() > now.getTime() ? at : new Date(now.getTime() + 1));
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
