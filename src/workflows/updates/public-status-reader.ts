import { type PublicStatus, publicStatus } from '../../domain/updates/public-status.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The public status as it was read. */
export interface PublicStatusSeen {
  status: PublicStatus;
  readAt: Date;
  /** It could not be read again since: this is how it was. */
  stale: boolean;
}

/** However many ask, the database is asked once in this time. */
const FRESH_MS = 1_000;
/** Nobody waits longer for a database that does not answer, if what it said before is still known. */
const PATIENCE_MS = 1_000;
/** What was known this long ago is shown no more: a notice may have been taken off meanwhile. */
const STALE_AT_MOST_MS = 5 * 60_000;

/** Reads the public status for everybody who asks this process, at a bounded cost, and remembers it through trouble with the database. */
export class PublicStatusReader {
  private known: { status: PublicStatus; readAt: Date } | undefined;
  private triedAtMs: number | undefined;
  private reading: { done: Promise<void>; patience: Promise<void> } | undefined;
  private inTrouble = false;

  constructor(private readonly runtime: Pick<Runtime, 'storage' | 'clock' | 'log' | 'pause' | 'playbook'>) {}

  /** Undefined when it is not known, or was last known too long ago. Never rejects. */
  async look(): Promise<PublicStatusSeen | undefined> {
    const { clock, pause } = this.runtime;
    const startedMs = clock.now().getTime();
    if (!this.reading && (this.triedAtMs === undefined || Math.abs(startedMs - this.triedAtMs) >= FRESH_MS)) {
      this.triedAtMs = startedMs;
      this.reading = { done: this.read(), patience: pause(PATIENCE_MS) };
    }
    // One read for all who ask meanwhile; one that hangs is not joined by a second.
    if (this.reading) await Promise.race([this.reading.done, this.reading.patience]);
    if (!this.known) return undefined;
    const ageMs = clock.now().getTime() - this.known.readAt.getTime();
    if (ageMs > STALE_AT_MOST_MS) return undefined;
    return { ...this.known, stale: this.inTrouble || ageMs > FRESH_MS + PATIENCE_MS };
  }

  private async read(): Promise<void> {
    const { storage, clock, log, playbook } = this.runtime;
    const readAt = clock.now();
    try {
      this.known = { status: publicStatus(await storage.publicNotices.shown(playbook.service.key), playbook.statusPage.automatic), readAt };
      if (this.inTrouble) log.info({}, 'The public status can be read again.');
      this.inTrouble = false;
    } catch (error) {
      if (!this.inTrouble) log.warn({ err: error }, 'The public status could not be read; what was known is shown for some minutes.');
      this.inTrouble = true;
    } finally {
      this.reading = undefined;
    }
  }
}
