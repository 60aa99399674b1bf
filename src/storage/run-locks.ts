import pg from 'pg';
import type { Log } from '../domain/ports.ts';

/** A lock that dies with its process: whoever holds it is alive and connected. */
export interface RunLock {
  /** True once the connection that held the lock is gone: the holder must not begin anything new. */
  readonly lost: boolean;
  release(): Promise<void>;
}

/** What this process knows of a lock that it has or asks for. */
interface Held {
  lost: boolean;
  /** The connection that it was asked on; undefined while it waits for its turn. */
  on: pg.Client | undefined;
}

/**
 * Session-level advisory locks on one connection of their own. Unlike a lease they need no waiting after a crash (the server frees them
 * when the connection ends) and no heartbeat. They are re-entrant inside one session, so keys held by this process are also kept here, each
 * with its connection: the end of one may be heard of after the next one has begun.
 */
export class RunLocks {
  private client: pg.Client | undefined;
  private opening: Promise<pg.Client> | undefined;
  private asking: Promise<unknown> = Promise.resolve();
  private held = new Map<string, Held>();

  constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {}

  /** The lock for `key`, or undefined when somebody, here or elsewhere, holds it. */
  async tryLock(key: string): Promise<RunLock | undefined> {
    if (this.held.has(key)) return undefined;
    const state: Held = { lost: false, on: undefined };
    this.held.set(key, state);
    try {
      if (await this.inTurn(async () => await this.take(key, state))) {
        return {
          get lost() {
            return state.lost;
          },
          release: () => this.release(key, state),
        };
      }
      this.forget(key, state);
      return undefined;
    } catch (error) {
      this.forget(key, state);
      throw error;
    }
  }

  async close(): Promise<void> {
    const { opening } = this;
    this.client = this.opening = undefined;
    await (await opening?.catch(() => undefined))?.end();
  }

  private async take(key: string, state: Held): Promise<boolean> {
    const client = await this.connect();
    state.on = client;
    const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 7)) as answer', [key]);
    return rows[0]?.answer === true;
  }

  private async release(key: string, state: Held): Promise<void> {
    this.forget(key, state);
    // On another connection there is nothing to give back: the server did it when the lock's own ended.
    await this.inTurn(async () => {
      if (!state.lost && state.on === this.client) await state.on?.query('select pg_advisory_unlock(hashtextextended($1, 7))', [key]);
    });
  }

  private forget(key: string, state: Held): void {
    if (this.held.get(key) === state) this.held.delete(key);
  }

  /** One question after the other: a connection takes no second one meanwhile. */
  private inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = this.asking.then(ask);
    this.asking = answer.catch(() => undefined);
    return answer;
  }

  private connect(): Promise<pg.Client> {
    this.opening ??= this.open();
    return this.opening;
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'bongsu-locks', keepAlive: true });
    this.client = client;
    client.on('error', (error) => this.dropped(client, error));
    client.on('end', () => this.dropped(client));
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.dropped(client, error);
      throw error;
    }
  }

  /** Comes once or twice for a connection, and perhaps after the next one was opened, whose locks are none of its business. */
  private dropped(client: pg.Client, error?: unknown): void {
    for (const [key, state] of this.held) {
      if (state.on !== client) continue;
      state.lost = true;
      this.held.delete(key);
    }
    if (this.client !== client) return;
    this.client = this.opening = undefined;
    this.log.warn({ err: error }, 'The connection that holds the run locks is gone; runs under way will be taken up again.');
    // Whatever broke it, the server must not go on holding locks for it.
    void client.end().catch(() => undefined);
  }
}
