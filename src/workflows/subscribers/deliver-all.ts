import { errorCode, errorText } from '../../domain/errors.ts';
import { isLeaseLost } from '../../domain/process/lease.ts';
import { afterFailedDelivery } from '../../domain/subscribers/after-failed-delivery.ts';
import type { ClaimedDelivery, DeliveryWay } from '../../storage/index.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { dropSubscription } from './drop-subscription.ts';
import { newToken } from './tokens.ts';

/** What was taken is hidden for so long, or until it is asked for again. */
const HIDE_MS = 60_000;
/** A claim that is older is asked for again before it is sent: another process may have it by now. */
const TRUSTED_MS = 20_000;
/** Taken in one statement. */
const BATCH = 100;
/** After so many in a row that did not arrive, the next ones would not either. */
const IN_A_ROW = 20;

export interface Sending {
  way: DeliveryWay;
  /** How many are on their way at the same time. */
  workers: number;
  /** Everybody is reached through one server. */
  shared: boolean;
  /** False: nobody needs it any more. Rejects with what the other side said. */
  send(delivery: ClaimedDelivery, token: string): Promise<boolean>;
  /** It came to its end, or to a pause. */
  close?(): void;
}

type Taken = ClaimedDelivery & { token: string; takenAt: number };

/**
 * Sends what is due by one way, and resolves when nothing more is, or with the time at which the way is tried again. What is sent is recorded at once, together with whatever else arrived meanwhile: a
 * process that dies has at most what it had on its way sent once more, under the same name.
 */
export async function deliverAll(whole: WholeRuntime, sending: Sending): Promise<Date | undefined> {
  const round = new Round(whole, sending);
  try {
    await whole.storage.deliveries.freeLost(sending.way, whole.clock.now());
    return await round.run();
  } finally {
    sending.close?.();
  }
}

class Round {
  private readonly waiting: Taken[] = [];
  private refilling: Promise<void> | undefined;
  private isDry = false;
  private failedInARow = 0;
  private pausedUntil: Date | undefined;
  private readonly arrived: { delivery: ClaimedDelivery; state: 'sent' | 'skipped' }[] = [];
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly whole: WholeRuntime,
    private readonly sending: Sending,
  ) {}

  async run(): Promise<Date | undefined> {
    const { storage, clock } = this.whole;
    const workers = await Promise.allSettled(Array.from({ length: this.sending.workers }, () => this.work()));
    // What was not begun is somebody else's, or ours in the next round.
    await storage.deliveries.giveBack(this.waiting.splice(0), this.pausedUntil ?? clock.now());
    await this.flush();
    const broken = workers.find((one) => one.status === 'rejected');
    if (broken) throw broken.reason;
    return this.pausedUntil;
  }

  private async work(): Promise<void> {
    for (let next = await this.take(); next; next = await this.take()) await this.one(next);
  }

  private async take(): Promise<Taken | undefined> {
    while (!this.whole.stopping.aborted && this.pausedUntil === undefined) {
      const next = this.waiting.shift();
      // The next ones are fetched while these are on their way.
      if (!this.isDry && this.waiting.length < this.sending.workers) void this.refill().catch(() => {});
      if (next) return next;
      if (this.isDry && this.refilling === undefined) return undefined;
      await this.refill();
    }
    return undefined;
  }

  private refill(): Promise<void> {
    this.refilling ??= this.fetch().finally(() => {
      this.refilling = undefined;
    });
    return this.refilling;
  }

  private async fetch(): Promise<void> {
    if (this.isDry) return;
    const { storage, clock, random } = this.whole;
    const owner = storage.lease.current?.number;
    if (owner === undefined) {
      this.isDry = true;
      return;
    }
    const now = clock.now();
    const tokens = Array.from({ length: BATCH }, () => newToken(random));
    const hiddenUntil = new Date(now.getTime() + HIDE_MS);
    const digests = tokens.map(({ digest }) => digest);
    const claimed = await storage.deliveries.claim(this.sending.way, { owner, now, hiddenUntil, digests }).catch((error) => {
      this.isDry = true;
      throw error;
    });
    this.isDry = claimed.length < BATCH;
    this.waiting.push(...claimed.map((delivery, at) => ({ ...delivery, token: tokens[at]?.secret ?? '', takenAt: now.getTime() })));
  }

  private async one(delivery: Taken): Promise<void> {
    const { storage, clock, crashPoint } = this.whole;
    const now = clock.now();
    if (now.getTime() - delivery.takenAt >= TRUSTED_MS && !(await storage.deliveries.renew(delivery, new Date(now.getTime() + HIDE_MS))))
      return;
    try {
      crashPoint(`subscribers.${this.sending.way}:before`);
      const sent = await this.sending.send(delivery, delivery.token);
      crashPoint(`subscribers.${this.sending.way}:after`);
      this.failedInARow = 0;
      this.arrived.push({ delivery, state: sent ? 'sent' : 'skipped' });
    } catch (error) {
      if (isLeaseLost(error)) throw error;
      return await this.failed(delivery, error);
    }
    await this.flush();
  }

  /** Whatever arrived while the last statement was under way is recorded by the next one. */
  private async flush(): Promise<void> {
    while (this.arrived.length > 0) {
      this.flushing ??= this.record().finally(() => {
        this.flushing = undefined;
      });
      await this.flushing;
    }
  }

  private async record(): Promise<void> {
    const { storage, clock } = this.whole;
    const rows = this.arrived.splice(0);
    await storage.deliveries.settle(rows, clock.now()).catch((error) => {
      // It did arrive: whoever records next records it.
      this.arrived.unshift(...rows);
      throw error;
    });
  }

  private async failed(delivery: Taken, error: unknown): Promise<void> {
    const { storage, clock, random, log, waker } = this.whole;
    const { way, shared } = this.sending;
    const now = clock.now();
    const { attempts, firstAt, failingSince } = delivery;
    const then = afterFailedDelivery({ error, shared, attempts, firstAt, failingSince, now, fraction: random.fraction() });
    this.failedInARow += 1;
    const said = errorText(error);
    if (then.do === 'drop') {
      await storage.transaction(async (stores) => {
        await stores.deliveries.failed(delivery, said);
        await dropSubscription(this.whole, stores, { id: delivery.subscriptionId, kind: way }, { because: then.because, said });
      });
      return;
    }
    if (then.do === 'give-up') {
      log.error(
        { subscription: delivery.subscriptionId, cause: delivery.cause, reason: said },
        'A subscriber was not told: nobody needs it any more.',
      );
      await storage.deliveries.failed(delivery, said);
      return;
    }
    const again = then.do === 'pause' ? then.again : then.at;
    if (then.do === 'pause' || (shared && this.failedInARow >= IN_A_ROW)) this.pause(error, again);
    else await storage.subscriptions.failing(delivery.subscriptionId, now);
    await storage.deliveries.again(delivery, again, said);
    waker.wake(way === 'mail' ? 'subscriber-mails' : 'subscriber-webhooks', again);
  }

  private pause(error: unknown, until: Date): void {
    if (this.pausedUntil === undefined)
      this.whole.log.warn(
        { way: this.sending.way, code: errorCode(error), reason: errorText(error), until },
        'Subscribers wait: nothing leaves this way for now.',
      );
    this.pausedUntil = this.pausedUntil === undefined || until > this.pausedUntil ? until : this.pausedUntil;
  }
}
