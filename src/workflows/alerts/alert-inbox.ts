import type { NewAlertEvent } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

interface Delivery {
  events: readonly NewAlertEvent[];
  stored: () => void;
  failed: (error: unknown) => void;
}

/** Rows of one insert: enough for any rush, few enough that nobody waits long behind it. */
const INSERT_MAX = 2_000;

/**
 * Where alerts come in, from every door. What arrives while an insert is under way shares the next one (a group commit): a thousand
 * requests a second cost the database some dozens of commits.
 */
export class AlertInbox {
  private waiting: Delivery[] = [];
  private writing = false;

  constructor(private readonly runtime: Pick<Runtime, 'storage' | 'clock' | 'waker' | 'crashPoint'>) {}

  /** Resolves when they are stored for good; rejects when they are not, and then the sender must send them again. */
  async take(events: readonly NewAlertEvent[]): Promise<void> {
    if (events.length === 0) return;
    const stored = new Promise<void>((resolve, reject) => this.waiting.push({ events, stored: resolve, failed: reject }));
    if (!this.writing) void this.write();
    await stored;
  }

  /** Never rejects: each delivery hears of its own fate. */
  private async write(): Promise<void> {
    this.writing = true;
    // Whoever arrives in the same turn of the event loop comes along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      await this.store(this.nextBatch());
    }
    this.writing = false;
  }

  private nextBatch(): Delivery[] {
    let rows = 0;
    let count = 0;
    for (const { events } of this.waiting) {
      if (count > 0 && rows + events.length > INSERT_MAX) break;
      rows += events.length;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  /** One that the database refuses must not fail the others; when it is away, it is away for all. */
  private async store(batch: readonly Delivery[]): Promise<void> {
    const { storage, clock, waker, crashPoint } = this.runtime;
    try {
      crashPoint('alerts:received');
      await storage.alertEvents.add(batch.flatMap(({ events }) => events));
      crashPoint('alerts:stored');
      for (const { stored } of batch) stored();
      waker.wake('alerts', clock.now());
    } catch (error) {
      if (batch.length === 1 || storage.isUnreachable(error)) for (const { failed } of batch) failed(error);
      else for (const delivery of batch) await this.store([delivery]);
    }
  }
}
