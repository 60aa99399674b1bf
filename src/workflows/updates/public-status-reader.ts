import { createHash } from 'node:crypto';
import { type PublicPage, publicPage } from '../../domain/status-page/public-page.ts';
import { HISTORY_DAYS } from '../../domain/status-page/uptime.ts';
import { type PublicStatus, publicStatus } from '../../domain/updates/public-status.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What was read, the same object until it is read again. */
export interface KnownPublicly {
  status: PublicStatus;
  page: PublicPage;
  readAt: Date;
}

/** The public status as it was read. */
export interface PublicStatusSeen {
  known: KnownPublicly;
  /** It could not be read again since: this is how it was. */
  stale: boolean;
}

/** However many ask, the database is asked once in this time. */
const FRESH_MS = 1_000;
/** Nobody waits longer for a database that does not answer, if what it said before is still known. */
const PATIENCE_MS = 1_000;
/** What was known this long ago is shown no more: a notice may have been taken off meanwhile. */
const STALE_AT_MOST_MS = 5 * 60_000;
/** As far back as the history goes, whatever the zone. */
const HISTORY_MS = (HISTORY_DAYS + 1) * 86_400_000;

/** Reads the public status for everybody who asks this process, at a bounded cost, and remembers it through trouble with the database. */
export class PublicStatusReader {
  private known: KnownPublicly | undefined;
  private triedAtMs: number | undefined;
  private reading: { done: Promise<void>; patience: Promise<void> } | undefined;
  private inTrouble = false;
  private deployment: string | undefined;

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
    return { known: this.known, stale: this.inTrouble || ageMs > FRESH_MS + PATIENCE_MS };
  }

  private async read(): Promise<void> {
    const { clock, log } = this.runtime;
    const readAt = clock.now();
    try {
      this.known = { ...(await this.readAll(readAt)), readAt };
      if (this.inTrouble) log.info({}, 'The public status can be read again.');
      this.inTrouble = false;
    } catch (error) {
      if (!this.inTrouble) log.warn({ err: error }, 'The public status could not be read; what was known is shown for some minutes.');
      this.inTrouble = true;
    } finally {
      this.reading = undefined;
    }
  }

  /** One statement after the other: what everybody may ask for takes one connection and no more. */
  private async readAll(now: Date): Promise<{ status: PublicStatus; page: PublicPage }> {
    const { storage, playbook } = this.runtime;
    const { publicNotices, publicRecords, maintenances } = storage;
    const { service, statusPage } = playbook;
    const long = new Date(now.getTime() - HISTORY_MS);
    const recent = new Date(now.getTime() - statusPage.pastFor);
    this.deployment ??= await storage.deployment();
    const shown = await publicNotices.shown(service.key);
    const incidents = await publicRecords.incidents(service.key, long);
    const updated = incidents.filter(({ told, endedAt }) => told && (endedAt === null || endedAt > recent)).map(({ id }) => id);
    const record = {
      incidents,
      updates: await publicRecords.updates(updated),
      maintenance: await maintenances.shown([service.key], { now, since: recent }),
      worked: await maintenances.spans(service.key, long),
      since: await publicRecords.since(service.key),
      isPosted: shown.notices.length > 0,
      nameOf: (kind: string, id: number | string) => opaque(`${this.deployment}:${kind}:${id}`),
    };
    const page = publicPage(playbook, record, now);
    const told = page.incidents.filter(({ endedAt }) => endedAt === null);
    return { status: publicStatus(shown, statusPage.automatic, told), page };
  }
}

/** Nobody who does not know the deployment's name can tell the number that it stands for. */
function opaque(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
