import { errorCode, errorSaid, PermanentError, TransientError } from '../../domain/errors.ts';
import { type Said, saidIn } from '../../domain/said.ts';
import type { StepRow, Stores } from '../../storage/index.ts';
import { backoffMs } from './backoff.ts';
import { lookIfAllowed } from './look.ts';
import type { Runtime } from './runtime.ts';

/** One call to the outside, by a name that never changes. */
export interface Step<T> {
  name: string;
  /**
   * Finds the effect of an earlier attempt whose answer was lost, made at or after `since`. Asked only when an attempt had begun, so the
   * straight path pays nothing for it. Absent when running twice is the same as running once.
   */
  look?: (since: Date) => Promise<T | undefined>;
  run: (since: Date) => Promise<T>;
  /** Written in the same transaction as the outcome. */
  record?: (stores: Stores, outcome: T) => Promise<void>;
  /** After this many attempts, or when asked to wait long, the step fails for good: its caller has a replacement. Without it, it is tried on. */
  attempts?: number;
  /** So long after the first attempt it fails for good: nobody needs it any more. In milliseconds. */
  giveUpAfterMs?: number;
}

/** The step cannot be done; the row says why. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  constructor(
    readonly step: string,
    readonly code: string,
    readonly said: Said,
  ) {
    super(saidIn(said, 'en'));
  }
}

/** The step will be tried again at `at`; the run must be taken up again then. */
export class StepDeferred extends Error {
  override readonly name = 'StepDeferred';
  constructor(
    readonly step: string,
    readonly at: Date,
  ) {
    super(`Step ${step} waits until ${at.toISOString()}.`);
  }
}

/** A wait up to this long is sat out in the process; a longer one is left to the row and a wake-up. */
const SIT_OUT_MS = 5_000;

/** The steps of one run: look, run, record. */
export class Steps {
  private constructor(
    private readonly runtime: Runtime,
    private readonly runId: string,
    private readonly rows: Map<string, StepRow>,
    private readonly holder: { readonly lost: boolean },
    private readonly onTrouble: (step: string) => void,
  ) {}

  static async load(
    runtime: Runtime,
    runId: string,
    holder: { readonly lost: boolean },
    onTrouble: (step: string) => void,
  ): Promise<Steps> {
    const rows = await runtime.storage.steps.of(runId);
    return new Steps(runtime, runId, new Map(rows.map((row) => [row.name, row])), holder, onTrouble);
  }

  /**
   * The outcome of the step: the recorded one, or what it finds or does now. Rejects with StepFailed when it cannot be done (now or
   * recorded so before) and StepDeferred when it must wait.
   */
  async do<T>(step: Step<T>): Promise<T> {
    const known = this.rows.get(step.name);
    if (known?.status === 'done') return known.outcome as T;
    if (known?.status === 'failed') throw new StepFailed(step.name, known.errorCode ?? 'unexpected', known.error ?? '');
    if (known?.nextAt) await this.waitUntil(step.name, known.nextAt);
    for (;;) {
      const retryAt = await this.attempt(step);
      if ('outcome' in retryAt) return retryAt.outcome;
      await this.waitUntil(step.name, retryAt.at);
    }
  }

  private async attempt<T>(step: Step<T>): Promise<{ outcome: T } | { at: Date }> {
    const { storage, clock, crashPoint, random, log } = this.runtime;
    if (this.holder.lost) throw new StepDeferred(step.name, clock.now());
    const { attempts, startedAt } = await storage.steps.begin(this.runId, step.name, clock.now());
    crashPoint(`${step.name}:before`);
    try {
      const found =
        attempts > 1 ? await lookIfAllowed(log, { step: step.name, run: this.runId }, async () => step.look?.(startedAt)) : undefined;
      const outcome = found ?? (await step.run(startedAt));
      crashPoint(`${step.name}:after`);
      const { record } = step;
      if (record === undefined) await storage.steps.done(this.runId, step.name, outcome);
      else
        await storage.transaction(async (stores) => {
          await stores.steps.done(this.runId, step.name, outcome);
          await record(stores, outcome);
        });
      crashPoint(`${step.name}:recorded`);
      return { outcome };
    } catch (error) {
      // What is neither kind is a bug or a lost database: the row stays started, so that the next attempt looks first.
      const wait = Math.max(error instanceof TransientError ? (error.retryAfterMs ?? 0) : 0, backoffMs(attempts, random));
      const replaced = step.attempts !== undefined && (attempts >= step.attempts || wait > SIT_OUT_MS);
      const late = step.giveUpAfterMs !== undefined && clock.now().getTime() + wait - startedAt.getTime() > step.giveUpAfterMs;
      const givenUp = error instanceof TransientError && (replaced || late);
      if (error instanceof PermanentError || givenUp) {
        await storage.steps.failed(this.runId, step.name, errorCode(error), errorSaid(error));
        this.onTrouble(step.name);
        throw new StepFailed(step.name, errorCode(error), errorSaid(error));
      }
      const at = new Date(clock.now().getTime() + wait);
      if (!(error instanceof TransientError)) this.runtime.log.error({ err: error, step: step.name, run: this.runId }, 'A step broke.');
      await storage.steps.retryAt(this.runId, step.name, at, errorCode(error), errorSaid(error));
      this.onTrouble(step.name);
      return { at };
    }
  }

  private async waitUntil(step: string, at: Date): Promise<void> {
    const wait = at.getTime() - this.runtime.clock.now().getTime();
    if (wait <= 0) return;
    if (wait > SIT_OUT_MS || this.runtime.stopping.aborted) throw new StepDeferred(step, at);
    await this.runtime.pause(wait);
    if (this.runtime.stopping.aborted) throw new StepDeferred(step, at);
  }
}
