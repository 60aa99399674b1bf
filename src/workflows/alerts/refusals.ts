import { isLoss, isStrangers, type Refusal, type RefusalCode } from '../../domain/alerts/refusal.ts';
import type { Stores } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInStatus } from '../messages/present-for.ts';
import { logRarely, type Rarely } from '../runtime/log-rarely.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** People hear of a sender no more often. */
const TELL_EVERY_MS = 3_600_000;
/** What loses nothing is written down no more often. */
const NOTE_EVERY_MS = 60_000;
/** More senders than these at one door are one. */
const SENDERS_MAX = 100;

/** Who shows no token of ours may call itself anything. */
const STRANGERS = 'strangers';

type Counts = Pick<Refusal, 'requests' | 'alerts'>;

/**
 * Makes what the doors of alerts refuse visible: a counter, a line in the log (rarely), a row for `doctor` and `/readyz`, and, when alerts may be lost, a
 * line in the status channel: once for each sender and hour, with what happened since the last one.
 */
export class Refusals {
  private readonly rarely = new Map<string, Rarely>();
  private readonly senders = new Map<string, Set<string>>();
  /** Not written down yet. */
  private waiting = new Map<string, Refusal>();
  /** What people have not been told of, by door and sender. */
  private untold = new Map<string, Map<RefusalCode, Counts>>();
  private writing: Promise<void> | undefined;
  /** When something that loses nothing was last written down for its own sake. */
  private notedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly runtime: Runtime) {}

  /** Never rejects. Resolves when it is written down, if alerts may be lost. */
  async note(refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return;
    for (const refusal of refusals) this.take(refusal, this.known(refusal));
    const loss = refusals.some(({ code }) => isLoss(code));
    const now = this.runtime.clock.now().getTime();
    if (!loss && Math.abs(now - this.notedAt) < NOTE_EVERY_MS) return;
    if (!loss) this.notedAt = now;
    const written = this.flush();
    if (loss) await written;
  }

  /** Writes down what waits for it. Never rejects. */
  async flush(): Promise<void> {
    // What comes while a write is under way shares the next one.
    if (this.writing) await this.writing;
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    });
    await this.writing;
  }

  private take(came: Refusal, known: string): void {
    const { counters, log } = this.runtime;
    const { source, sender, code, requests, alerts } = came;
    const refusal = { ...came, sender: known };
    if (requests > 0) counters.count('alerts_refused', { sender: source, reason: code }, requests);
    if (alerts > 0) counters.count('alerts_set_aside', { sender: source, reason: code }, alerts);
    const kind = `${source} ${code}`;
    const rarely = this.rarely.get(kind) ?? logRarely(this.runtime.clock);
    this.rarely.set(kind, rarely);
    rarely((unsaid) => log.warn({ source, sender, code, requests, alerts, unsaid }, 'A door for alerts did not take something.'));
    this.wait(refusal);
    if (isLoss(code)) this.keepUntold(keyOf(refusal), code, { requests, alerts });
  }

  private keepUntold(key: string, code: RefusalCode, { requests, alerts }: Counts): void {
    const codes = this.untold.get(key) ?? new Map<RefusalCode, Counts>();
    const before = codes.get(code) ?? { requests: 0, alerts: 0 };
    codes.set(code, { requests: before.requests + requests, alerts: before.alerts + alerts });
    this.untold.set(key, codes);
  }

  private wait(refusal: Refusal): void {
    const key = `${keyOf(refusal)} ${refusal.code}`;
    const { requests = 0, alerts = 0 } = this.waiting.get(key) ?? {};
    this.waiting.set(key, { ...refusal, requests: refusal.requests + requests, alerts: refusal.alerts + alerts });
  }

  private async write(): Promise<void> {
    const { storage, clock, log, waker } = this.runtime;
    const refusals = [...this.waiting.values()];
    this.waiting = new Map();
    if (refusals.length === 0) return;
    const now = clock.now();
    // What comes while this is written down is told of the next time.
    const untold = this.untold;
    this.untold = new Map();
    const putBack = (keys: Iterable<string>) => {
      for (const key of keys) for (const [code, counts] of untold.get(key) ?? []) this.keepUntold(key, code, counts);
    };
    try {
      const told = await storage.transaction(async (stores) => {
        await stores.alertRefusals.add(refusals, now);
        return await this.tell(stores, { refusals, untold }, now);
      });
      putBack([...untold.keys()].filter((key) => !told.includes(key)));
      if (told.length > 0) waker.wake('outbox', now);
    } catch (error) {
      for (const refusal of refusals) this.wait(refusal);
      putBack(untold.keys());
      log.warn({ err: error }, 'What the doors for alerts refused could not be written down; it is tried again with the next.');
    }
  }

  /** Says of each sender that lost something what that was, unless people heard of it within the hour. Returns whom it told about. */
  private async tell(
    stores: Stores,
    { refusals, untold }: { refusals: readonly Refusal[]; untold: ReadonlyMap<string, ReadonlyMap<RefusalCode, Counts>> },
    now: Date,
  ): Promise<string[]> {
    const lossy = new Map(refusals.filter(({ code }) => isLoss(code)).map((refusal) => [keyOf(refusal), refusal]));
    const told: string[] = [];
    for (const [key, { source, sender }] of lossy) {
      if (!(await stores.alertRefusals.mayTell({ source, sender }, now, new Date(now.getTime() - TELL_EVERY_MS)))) continue;
      const lost = [...(untold.get(key) ?? [])].map(([code, counts]) => ({ code, ...counts }));
      const message = presentInStatus(this.runtime).lostNotice({ source, sender, lost });
      const destination = { to: 'channel' as const, channel: this.runtime.playbook.team.channels.status };
      await send(this.runtime, stores, {
        key: `alerts-lost:${key}:${now.getTime()}`,
        incidentId: null,
        lane: 'update',
        destination,
        message,
      });
      told.push(key);
    }
    return told;
  }

  /** The sender, or one name for all of them when there are too many, or when nothing shows that it is one of ours: strangers must not fill the list. */
  private known({ source, sender, code }: Refusal): string {
    if (isStrangers(code)) return STRANGERS;
    const names = this.senders.get(source) ?? new Set<string>();
    this.senders.set(source, names);
    if (!names.has(sender) && names.size >= SENDERS_MAX) return 'others';
    names.add(sender);
    return sender;
  }
}

function keyOf({ source, sender }: Refusal): string {
  return `${source}:${sender}`;
}
