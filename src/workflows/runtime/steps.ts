import { losesPlace } from '../../domain/chat/loses-place.ts';
import { refusedBy } from '../../domain/chat/refusals.ts';
import { errorCode, errorSaid, PermanentError, TransientError } from '../../domain/errors.ts';
import { type Said, saidIn } from '../../domain/language/said.ts';
import { isLeaseLost } from '../../domain/process/lease.ts';
import { worded } from '../../languages/worded.ts';
import type { BegunStep, HeldRun, RunRow, StepRow, StepTrouble, Stores, TakenRun } from '../../storage/index.ts';
import { afterFailure, EVERYTHING_MS, type Patience, WAITS_FOR_US } from './after-failure.ts';
import { slowBackoffMs } from './backoff.ts';
import { landsUntil, lookUntil } from './look.ts';
import type { WholeRuntime } from './runtime.ts';
import { within } from './within.ts';

/** One call to the outside, by a name that never changes. Its patience says when its caller has something better to do than to wait. */
export interface Step<T> extends Patience {
  name: string;
  /**
   * Asked in the transaction that writes down that an attempt begins, before each of them: what it throws (StepHalted) keeps the attempt from beginning, and is what `do` rejects
   * with. Whoever takes the same locks as it does knows afterwards that nothing begins behind their back.
   */
  may?: (stores: Stores) => Promise<void>;
  /**
   * Finds the effect of an earlier attempt whose answer was lost, made at or after `since`. Asked only when an attempt had begun, so the
   * straight path pays nothing for it. Absent when running twice is the same as running once.
   */
  look?: (since: Date) => Promise<T | undefined>;
  run: (since: Date) => Promise<T>;
  /** Written in the same transaction as the outcome. */
  record?: (stores: Stores, outcome: T) => Promise<void>;
  /** Goes where its incident lives: when that place is gone, the step is done at the next one. */
  followsHome?: true;
  /**
   * For what can take a while to fail: when `replaceAfterMs` is over, an attempt under way is waited for no longer. What it brings after all is
   * handed to this, because its place has been taken.
   */
  whenTooLate?: (outcome: T) => Promise<unknown>;
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

/**
 * A step must not begin, or was broken off by itself before it did anything: it stays as it was, to be asked again or taken back. A refusal like any other for whatever it passes on its
 * way through.
 */
export class StepHalted extends PermanentError {}

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

/** By then a lost home is written down, and the run knows that it must wait for another. */
const MOVES_WITHIN_MS = 1_000;

/** So long a look after a crash may take before the replacement is used. */
const LOOK_WITHIN_MS = 5_000;

function lateAnswer(afterMs: number): Said {
  const seconds = Math.round(afterMs / 1_000);
  return worded(({ incidents }) => incidents.noAnswerWithinS(seconds));
}

/** A wait up to this long is sat out in the process; a longer one is left to the row and a wake-up. */
const SIT_OUT_MS = 5_000;

/** The steps of one run: look, run, record. */
export class Steps {
  private readonly outcomes = new Map<string, unknown>();
  /** Why the last attempt of each step failed, by its name. */
  private readonly troubles = new Map<string, Pick<StepTrouble, 'errorCode' | 'error'>>();

  private beginning: { name: string; resolve: (begun: BegunStep) => void; reject: (error: unknown) => void }[] = [];

  private constructor(
    private readonly runtime: WholeRuntime,
    private readonly run: HeldRun & Pick<RunRow, 'kind' | 'incidentId'>,
    private readonly rows: Map<string, StepRow>,
    private readonly onTrouble: (step: string) => void,
    private readonly loadedAt: Date,
    /** What the process that worked on the run before us had begun may still be on its way until then. */
    private readonly leftLandsUntil: Date | undefined,
  ) {}

  static async load(
    runtime: WholeRuntime,
    run: HeldRun & Pick<TakenRun, 'kind' | 'incidentId' | 'lostMsAgo'>,
    onTrouble: (step: string) => void,
  ): Promise<Steps> {
    const rows = await runtime.storage.steps.of(run.id);
    const now = runtime.clock.now();
    return new Steps(runtime, run, new Map(rows.map((row) => [row.name, row])), onTrouble, now, landsUntil(run.lostMsAgo, now));
  }

  /**
   * The outcome of the step: the recorded one, or what it finds or does now. Rejects with StepFailed when it cannot be done (now or
   * recorded so before), StepDeferred when it must wait, and LeaseLost when another process works on the run by now.
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

  /** Whether the step of this name was done before this process took the run up. */
  isDone(name: string): boolean {
    return this.rows.get(name)?.status === 'done';
  }

  /** Whether a step whose name begins so had begun before this process took the run up. */
  hasBegun(prefix: string): boolean {
    return [...this.rows.keys()].some((name) => name.startsWith(prefix));
  }

  /** When a step that was begun is tried again; undefined for one that may be tried at once, or is over. */
  waitsUntil(name: string): Date | undefined {
    const row = this.rows.get(name);
    return row?.status === 'started' && row.nextAt && row.nextAt > this.runtime.clock.now() ? row.nextAt : undefined;
  }

  private async begin<T>({ name, may }: Step<T>): Promise<BegunStep> {
    const { storage, clock } = this.runtime;
    if (may === undefined) return await this.beginTogether(name);
    return await storage.transaction(async (stores) => {
      await may(stores);
      return await stores.steps.begin(this.run, name, clock.now());
    });
  }

  /** Steps that begin side by side are written down in one statement. */
  private async beginTogether(name: string): Promise<BegunStep> {
    return await new Promise((resolve, reject) => {
      this.beginning.push({ name, resolve, reject });
      if (this.beginning.length === 1) setImmediate(() => void this.writeBeginning());
    });
  }

  private async writeBeginning(): Promise<void> {
    const { storage, clock } = this.runtime;
    const beginning = this.beginning;
    this.beginning = [];
    const names = beginning.map(({ name }) => name);
    try {
      const begun = await storage.steps.beginAll(this.run, names, clock.now());
      const byName = new Map(begun.map((row) => [row.name, row]));
      for (const { name, resolve } of beginning) resolve(byName.get(name) as BegunStep);
    } catch (error) {
      for (const { reject } of beginning) reject(error);
    }
  }

  /** What came of a step that is done; undefined for one that is not. */
  outcomeOf<T>(name: string): T | undefined {
    const known = this.rows.get(name);
    return (this.outcomes.has(name) ? this.outcomes.get(name) : known?.status === 'done' ? known.outcome : undefined) as T | undefined;
  }

  /**
   * Has failed steps tried again, in this run's next turn, because nothing that stands in for them was to be had either. Returns what the caller throws,
   * so that the run waits.
   */
  async startOver(which: (name: string) => boolean, { step, code, said }: StepFailed): Promise<StepDeferred> {
    const { storage, clock, random } = this.runtime;
    const tried = (await storage.steps.of(this.run.id)).filter(({ name, status }) => status === 'failed' && which(name));
    const attempts = Math.max(1, ...tried.map((row) => row.attempts));
    const at = new Date(clock.now().getTime() + slowBackoffMs(attempts, EVERYTHING_MS, random));
    const names = tried.map(({ name }) => name);
    const waitsFor = refusedBy(code).about === 'us' ? WAITS_FOR_US : null;
    await storage.steps.tryAgain(this.run, names, at, { errorCode: code, error: said, waitsFor });
    for (const name of names) this.rows.delete(name);
    return new StepDeferred(step, at);
  }

  private async attempt<T>(step: Step<T>): Promise<{ outcome: T } | { at: Date }> {
    const { storage, clock, crashPoint, random } = this.runtime;
    const { attempts, startedAt } = await this.begin(step);
    const firstAt = this.patienceFrom(step, startedAt);
    crashPoint(`${step.name}:before`);
    try {
      const outcome = await this.inTime(step, firstAt, () => this.lookOrRun(step, { attempts, startedAt }));
      crashPoint(`${step.name}:after`);
      const { record } = step;
      if (record === undefined) await storage.steps.done(this.run, step.name, outcome);
      else
        await storage.transaction(async (stores) => {
          await stores.steps.done(this.run, step.name, outcome);
          await record(stores, outcome);
        });
      this.outcomes.set(step.name, outcome);
      crashPoint(`${step.name}:recorded`);
      return { outcome };
    } catch (error) {
      if (error instanceof StepHalted) throw error;
      // Whoever has the run by now looks for what this attempt may have done.
      if (isLeaseLost(error)) throw error;
      const next = afterFailure(error, { attempts, firstAt, now: clock.now() }, step, random);
      const why = { errorCode: errorCode(error), error: errorSaid(error), waitsFor: next.waitsFor };
      if (next.do === 'fail') return await this.fail(step, error, why);
      if (!(error instanceof TransientError || error instanceof PermanentError))
        this.runtime.log.error({ err: error, step: step.name, run: this.run.id }, 'A step broke.');
      await storage.steps.retryAt(this.run, step.name, next.at, why);
      this.troubles.set(step.name, why);
      this.onTrouble(step.name);
      return { at: next.at };
    }
  }

  private async fail<T>(step: Step<T>, error: unknown, why: StepTrouble): Promise<never> {
    const { storage, clock, places } = this.runtime;
    const isLost = error instanceof PermanentError && losesPlace(error);
    if (isLost && step.followsHome) {
      // Its incident has another place in a moment.
      const at = new Date(clock.now().getTime() + MOVES_WITHIN_MS);
      await storage.steps.retryAt(this.run, step.name, at, { ...why, waitsFor: null });
      await places.gone(error, { speaks: this.run.incidentId });
      throw new StepDeferred(step.name, at);
    }
    if (isLost && !(await places.gone(error, { shows: this.run.kind === 'declare' ? this.run.incidentId : undefined }))) {
      const at = new Date(clock.now().getTime() + MOVES_WITHIN_MS);
      await storage.steps.retryAt(this.run, step.name, at, { ...why, waitsFor: null });
      throw new StepDeferred(step.name, at);
    }
    await storage.steps.failed(this.run, step.name, why);
    if (isLost && why.waitsFor !== null && !(await storage.gonePlaces.find(why.waitsFor))) {
      // It came back before anybody could know that this waits for it.
      const at = new Date(clock.now().getTime() + MOVES_WITHIN_MS);
      await storage.steps.tryAgain(this.run, [step.name], at, { ...why, waitsFor: null });
      throw new StepDeferred(step.name, at);
    }
    this.onTrouble(step.name);
    throw new StepFailed(step.name, why.errorCode ?? '', why.error ?? '');
  }

  private async lookOrRun<T>(step: Step<T>, { attempts, startedAt }: { attempts: number; startedAt: Date }): Promise<T> {
    const { look } = step;
    const what = { step: step.name, run: this.run.id };
    const until = this.wasLeft(step.name) ? this.leftLandsUntil : undefined;
    const found = attempts > 1 && look ? await lookUntil(this.runtime, what, until, () => look(startedAt)) : undefined;
    return found ?? (await step.run(startedAt));
  }

  /** Whether another process had it under way when we took up the run. */
  private wasLeft(name: string): boolean {
    const known = this.rows.get(name);
    return known?.status === 'started' && known.nextAt === null;
  }

  /**
   * From when on people have waited for it. A step that a process left under way when it died may have had its effect: it is given the time to
   * look, however long the process was away.
   */
  private patienceFrom<T>({ name, replaceAfterMs }: Step<T>, startedAt: Date): Date {
    if (replaceAfterMs === undefined || !this.wasLeft(name)) return startedAt;
    return new Date(Math.max(startedAt.getTime(), this.loadedAt.getTime() + Math.min(0, LOOK_WITHIN_MS - replaceAfterMs)));
  }

  private async inTime<T>(step: Step<T>, firstAt: Date, work: () => Promise<T>): Promise<T> {
    const { replaceAfterMs, whenTooLate } = step;
    if (replaceAfterMs === undefined || whenTooLate === undefined) return await work();
    const { clock, log, stopping } = this.runtime;
    const working = work();
    const leftMs = Math.max(0, firstAt.getTime() + replaceAfterMs - clock.now().getTime());
    const outcome = working.then((made) => ({ made }));
    const first = await within(this.runtime, leftMs, outcome);
    // Whoever is asked to stop finishes what is under way.
    if (first || stopping.aborted) return await working;
    working.then(whenTooLate).catch((error) => log.debug({ err: error, step: step.name }, 'What nobody waits for any more has failed.'));
    const said = this.troubles.get(step.name) ?? this.rows.get(step.name);
    // What it said before says more than its silence now.
    if (said?.errorCode && said.error) throw new TransientError(said.errorCode, said.error);
    throw new TransientError('timeout', lateAnswer(replaceAfterMs));
  }

  private async waitUntil(step: string, at: Date): Promise<void> {
    const wait = at.getTime() - this.runtime.clock.now().getTime();
    if (wait <= 0) return;
    if (wait > SIT_OUT_MS || this.runtime.stopping.aborted) throw new StepDeferred(step, at);
    await this.runtime.pause(wait);
    if (this.runtime.stopping.aborted) throw new StepDeferred(step, at);
  }
}
