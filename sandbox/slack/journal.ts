import type { CallRecord, ResponseRecord, SlackStandIn } from './contract.ts';

const LAST_CALLS_SHOWN = 12;

/** Everything that happened at the stand-in, and those who wait for something to happen. */
export class Journal {
  readonly calls: CallRecord[] = [];
  readonly responses: ResponseRecord[] = [];
  private readonly listeners = new Set<(call: CallRecord) => void>();
  private readonly waiting = new Set<() => void>();

  addCall(call: CallRecord): void {
    this.calls.push(call);
    for (const listener of this.listeners) listener(call);
    this.changed();
  }

  addResponse(response: ResponseRecord): void {
    this.responses.push(response);
    this.changed();
  }

  onCall(listener: (call: CallRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks everybody who waits to look again. */
  changed(): void {
    for (const look of [...this.waiting]) look();
  }

  until(slack: SlackStandIn, predicate: (slack: SlackStandIn) => boolean, timeoutMs = 20_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        settle();
      };
      const look = (): void => {
        try {
          if (predicate(slack)) finish(resolve);
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const timer = setTimeout(() => {
        const last = this.calls.slice(-LAST_CALLS_SHOWN).map((call) => `  ${call.method} ${call.status} ${call.error ?? 'ok'}`);
        finish(() =>
          reject(new Error(`nothing of the kind within ${timeoutMs} ms: ${predicate.toString()}\nlast calls:\n${last.join('\n')}`)),
        );
      }, timeoutMs);
      this.waiting.add(look);
      look();
    });
  }
}
