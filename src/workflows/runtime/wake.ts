import { errorText } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { isLeaseLost, type Lease, underLease } from '../../domain/process/lease.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { type DueKind, isDueKind, type Stores } from '../../storage/index.ts';

/** A kind of rows with a time in them: those that one question looks for together, and those that are looked at by themselves. */
export type Topic = DueKind | 'places' | 'user-groups';

/**
 * Does everything of one topic that is due; safe to call at any time, from any process, twice at once. Where a budget leaves something for later, it resolves with when: whatever is
 * due until then has to wait as well, and nobody needs to look.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: most drains have nothing to say.
export type Drain = () => Promise<Date | void>;

/** Tells that rows of a topic will be due. Only wakes sooner: the rows are the truth, and the sweep finds what a lost wake-up would miss. */
export interface Waker {
  /** Never rejects. */
  wake(topic: Topic, at: Date): void;
}

/** Where wake-ups in the future wait: a queue that survives this process. */
export interface WakeQueue {
  add(topic: Topic, at: Date): Promise<void>;
}

/**
 * Runs each topic's drain when it is woken: at once for what is due now, through the queue for later. Wake-ups that come while a drain is
 * running become one more drain after it.
 */
export class Ticker implements Waker {
  private readonly drains = new Map<Topic, Drain>();
  private readonly running = new Map<Topic, Promise<void>>();
  private readonly again = new Set<Topic>();
  private readonly ended = new Map<Topic, number>();
  /** Until when what is due has to wait, as the topic's drain said last. */
  private readonly waiting = new Map<Topic, Date>();
  private readonly queueing = new Set<Promise<void>>();
  /** When the soonest wake-up of a topic comes that this process has put into the queue. */
  private readonly queued = new Map<Topic, Date>();
  private queue: WakeQueue | undefined;
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
    /** Under which drains work; while there is none, what is due waits. */
    private readonly leases: { readonly current: Lease | undefined },
    /** Where rows are looked up that are due later. */
    private readonly stores: Pick<Stores, 'due'>,
  ) {}

  register(topic: Topic, drain: Drain): void {
    if (this.drains.has(topic)) throw new Error(`Topic ${topic} has two drains.`);
    this.drains.set(topic, drain);
  }

  /** From now on, wake-ups in the future go through `queue`. */
  connect(queue: WakeQueue): void {
    this.queue = queue;
  }

  wake(topic: Topic, at: Date): void {
    if (this.stopped) return;
    // A process without drains hands everything to those that have them.
    if (at.getTime() <= this.clock.now().getTime() && this.drains.size > 0) {
      void this.drain(topic);
      return;
    }
    if (!this.queue || this.comesSooner(topic, at)) return;
    this.queued.set(topic, at);
    const queueing = this.queue
      .add(topic, at)
      .catch((error) => {
        if (this.queued.get(topic) === at) this.queued.delete(topic);
        this.log.warn({ err: error, topic, at }, 'A wake-up could not be queued; the sweep will find the row.');
      })
      .finally(() => this.queueing.delete(queueing));
    this.queueing.add(queueing);
  }

  /** A wake-up of its time: does what is due, and queues the wake-up of what is due next. */
  async woken(topic: Topic): Promise<void> {
    await this.drain(topic);
    if (!this.waiting.has(topic)) await this.wakeForNext(topic);
  }

  /** One that is queued comes sooner, and then asks for this one: a wake-up for every row would cost more than the rows. */
  private comesSooner(topic: Topic, at: Date): boolean {
    const sooner = this.queued.get(topic);
    return isDueKind(topic) && sooner !== undefined && sooner > this.clock.now() && sooner <= at;
  }

  private async wakeForNext(topic: Topic): Promise<void> {
    if (!isDueKind(topic) || this.stopped) return;
    try {
      const next = await this.stores.due.next(topic, this.clock.now());
      if (next) this.wake(topic, next);
    } catch (error) {
      this.log.warn({ err: error, topic }, 'When more is due could not be looked up; the sweep will find it.');
    }
  }

  /** Resolves when everything that was due at the call has been done. */
  async drain(topic: Topic): Promise<void> {
    if (this.stopped) return;
    const running = this.running.get(topic);
    if (running !== undefined) {
      this.again.add(topic);
      return running;
    }
    const work = this.loop(topic).finally(() => this.running.delete(topic));
    this.running.set(topic, work);
    return work;
  }

  /** Every topic once. */
  async sweep(): Promise<void> {
    await Promise.all([...this.drains.keys()].map((topic) => this.drain(topic)));
  }

  /** Those of which something was found due, and those of which that cannot be asked. Their wake-ups may be lost: the next ones are queued anew. */
  async sweepWhere(isDue: (topic: DueKind) => boolean): Promise<void> {
    const topics = [...this.drains.keys()].filter((topic) => !isDueKind(topic) || isDue(topic));
    await Promise.all(topics.map((topic) => this.woken(topic)));
  }

  /** How often a topic's drain came to its end here. */
  rounds(topic: Topic): number {
    return this.ended.get(topic) ?? 0;
  }

  /** Whether a drain runs or a wake-up is on its way into the queue. */
  get busy(): boolean {
    return this.running.size + this.queueing.size > 0;
  }

  /** Resolves when no drain runs and every wake-up is in the queue. */
  async idle(): Promise<void> {
    while (this.busy) await Promise.allSettled([...this.running.values(), ...this.queueing]);
  }

  /** Takes no more wake-ups and waits for what is running. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.allSettled(this.running.values());
  }

  private async loop(topic: Topic): Promise<void> {
    do {
      this.again.delete(topic);
      const lease = this.leases.current;
      if (lease === undefined) return;
      try {
        // Whoever woke it may work under another lease, or under one that is lost.
        const until = await underLease(lease, async () => this.drains.get(topic)?.());
        this.waiting.delete(topic);
        if (until) {
          this.waiting.set(topic, until);
          this.wake(topic, until);
        }
        this.ended.set(topic, this.rounds(topic) + 1);
      } catch (error) {
        if (isLeaseLost(error)) this.log.warn({ topic, reason: errorText(error) }, 'Due rows are left to the next look.');
        else this.log.error({ err: error, topic }, 'Due rows could not be worked on; the next sweep tries again.');
      }
    } while (this.again.has(topic) && !this.stopped);
  }
}
