import type { NewAlertEvent } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

interface Delivery {
  events: readonly NewAlertEvent[];
  stored: () => void;
  failed: (error: unknown) => void;
}

/** Rows that are stored together: enough for any rush, few enough that nobody waits long behind them. */
const TOGETHER = 2_000;
/** Rows of one insert, and characters in them: writing them down is one turn of the event loop. */
const [INSERT_ROWS, INSERT_TEXT] = [500, 500_000];

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
      if (count > 0 && rows + events.length > TOGETHER) break;
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
      await this.insert(batch.flatMap(({ events }) => events));
      crashPoint('alerts:stored');
      for (const { stored } of batch) stored();
      waker.wake('alerts', clock.now());
    } catch (error) {
      if (batch.length === 1 || storage.isUnreachable(error)) for (const { failed } of batch) failed(error);
      else for (const delivery of batch) await this.store([delivery]);
    }
  }

  /** All or none of them. */
  private async insert(events: readonly NewAlertEvent[]): Promise<void> {
    const { storage } = this.runtime;
    const first = partFrom(events, 0);
    if (first.length === events.length) return await storage.alertEvents.add(first);
    await storage.transaction(async (stores) => {
      // The next part is put together when the one before it is written.
      for (let part = first, at = 0; part.length > 0; part = partFrom(events, at)) {
        await stores.alertEvents.add(part);
        at += part.length;
      }
    });
  }
}

/** As many events, from `at` on, as are written in one turn; one at least, if there is one. */
function partFrom(events: readonly NewAlertEvent[], at: number): readonly NewAlertEvent[] {
  let text = 0;
  let end = at;
  for (; end < events.length && end < at + INSERT_ROWS; end += 1) {
    text += textIn(events[end] as NewAlertEvent);
    if (text > INSERT_TEXT && end > at) break;
  }
  return events.slice(at, end);
}

/** About how many characters an event takes. */
function textIn({ payload }: NewAlertEvent): number {
  const { labels = {}, description = '', text = '' } = payload as Partial<Record<string, unknown>> & { labels?: Record<string, string> };
  const longest = `${description}`.length + `${text}`.length;
  return 300 + longest + Object.entries(labels).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
