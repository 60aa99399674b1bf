import { Job } from 'bullmq';
import type { App } from '../../../src/app.ts';
import { wakeUpAt } from '../../../src/workflows/runtime/queues.ts';
import type { MovableClock } from './movable-clock.ts';
import type { PausesInTime } from './pauses-in-time.ts';
import { quiet } from './under-way.ts';

const PATIENCE_MS = 60_000;

/**
 * Time passes by running the bot's own delayed jobs when they are due: the clock is moved to the next one, it is promoted, and everything
 * it sets off is waited for. A wake-up that was never queued is never run, so whatever needed it does not happen.
 */
export class JobsInTime {
  /** Several may wait for one job: a test that does two things at once settles twice. */
  private readonly waiting = new Set<{ id: string; end: () => void }>();
  private isStepping = false;
  private readonly ended = (job: Job | undefined) => {
    for (const one of this.waiting) {
      if (one.id !== job?.id) continue;
      this.waiting.delete(one);
      one.end();
    }
  };

  constructor(
    private readonly clock: MovableClock,
    private readonly pauses: PausesInTime,
    private readonly apps: () => readonly App[],
  ) {}

  /** From now on the ends of this bot's jobs are heard. Call it for each bot before any time passes. */
  watch(app: App): void {
    app.queue.worker.on('completed', this.ended);
    app.queue.worker.on('failed', this.ended);
  }

  /** Resolves when nothing is under way in any bot and no job is due, with the names of the jobs that wait for their time. */
  async settle(): Promise<string[]> {
    for (;;) {
      await this.inTime(Promise.all(this.apps().map((app) => app.idle())));
      const { counts, delayed } = await this.look();
      const due = delayed.filter((id) => dueMs(id) <= this.clock.nowMs());
      if (due.length > 0) await this.inTime(this.run(due));
      else if (counts === 0 && !this.apps().some((app) => app.busy())) return delayed;
    }
  }

  /**
   * Ends at the wake-up of what is due in the last moment. It comes up to a quarter second after that moment, and an end between the two would make the
   * machine's speed decide whether the effect is seen.
   */
  async advance(ms: number): Promise<void> {
    const target = wakeUpAt(new Date(this.clock.nowMs() + ms)).getTime();
    for (;;) {
      const delayed = await this.settle();
      const next = Math.min(...delayed.map(dueMs));
      if (next > target) break;
      this.clock.moveTo(new Date(next));
      // Nothing happened since we looked: only the clock was moved.
      await this.inTime(this.run(delayed.filter((id) => dueMs(id) <= this.clock.nowMs())));
    }
    this.clock.moveTo(new Date(target));
    await this.settle();
  }

  /**
   * Waits for work that may itself wait. Whenever nothing else happens, the clock is moved to the next moment at which something does: the end of a wait,
   * or a job that comes due before it.
   */
  private async inTime(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    const begun: Promise<void>[] = [];
    while (!isOver) {
      await Promise.race([over, this.pauses.some()]);
      if (!isOver) await Promise.race([over, quiet()]);
      const nextMs = this.pauses.nextMs;
      if (isOver || this.isStepping || nextMs === Number.POSITIVE_INFINITY) continue;
      this.isStepping = true;
      try {
        const { delayed } = await this.look();
        // Whatever came about while we looked has the moment as it is.
        if (isOver || this.pauses.nextMs !== nextMs) continue;
        const firstMs = Math.min(nextMs, ...delayed.map(dueMs));
        this.clock.moveTo(new Date(firstMs));
        this.pauses.endDue();
        const due = delayed.filter((id) => dueMs(id) <= firstMs);
        const work = this.run(due);
        begun.push(work);
        work.catch(() => undefined);
      } finally {
        this.isStepping = false;
      }
    }
    await Promise.all([over, ...begun]);
  }

  /** Names of the jobs that wait for their time, and how many are being worked on or about to be. */
  private async look(): Promise<{ delayed: string[]; counts: number }> {
    const jobs = this.apps()[0]?.queue.jobs;
    if (!jobs) return { delayed: [], counts: 0 };
    const [delayed, counts] = await Promise.all([
      jobs.getRanges(['delayed'], 0, -1),
      jobs.getJobCountByTypes('wait', 'active', 'prioritized'),
    ]);
    return { delayed, counts };
  }

  private async run(ids: readonly string[]): Promise<void> {
    const jobs = this.apps()[0]?.queue.jobs;
    if (!jobs) return;
    await Promise.all(
      ids.map(async (id) => {
        const one = { id, end: () => {} };
        const done = new Promise<void>((resolve) => {
          one.end = resolve;
        });
        this.waiting.add(one);
        try {
          // By its name alone: what else it says is the worker's business.
          await new Job(jobs, '', undefined, {}, id).promote();
        } catch {
          // Its real time came first and a worker has it already.
          this.waiting.delete(one);
          return;
        }
        await withPatience(done, `job ${id} was promoted and nobody finished it`);
      }),
    );
  }
}

function dueMs(id: string): number {
  return dueAtOf(id).getTime();
}

async function withPatience(work: Promise<void>, otherwise: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** When the job of this name is meant to run; the rows it is for are due in the quarter second before. */
function dueAtOf(id: string): Date {
  return new Date(Number(id.slice(id.lastIndexOf('-') + 1)));
}
