import pg from 'pg';
import type { Log } from '../domain/ports.ts';

/** A lock that dies with its process: whoever holds it is alive and connected. */
export interface RunLock {
  /** True once the connection that held the lock is gone: the holder must not begin anything new. */
  readonly lost: boolean;
  release(): Promise<void>;
}

/**
 * Session-level advisory locks on one connection of their own. Unlike a lease they need no waiting after a crash (the server frees them
 * when the connection ends) and no heartbeat. They are re-entrant inside one session, so keys held by this process are also kept here.
 */
export class RunLocks {
  private client: Promise<pg.Client> | undefined;
  private asking: Promise<unknown> = Promise.resolve();
  private held = new Map<string, { lost: boolean }>();

  constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {}

  /** The lock for `key`, or undefined when somebody, here or elsewhere, holds it. */
  async tryLock(key: string): Promise<RunLock | undefined> {
    if (this.held.has(key)) return undefined;
    const state = { lost: false };
    this.held.set(key, state);
    try {
      if (await this.ask('select pg_try_advisory_lock(hashtextextended($1, 7)) as answer', key)) {
        return {
          get lost() {
            return state.lost;
          },
          release: () => this.release(key, state),
        };
      }
      this.held.delete(key);
      return undefined;
    } catch (error) {
      this.held.delete(key);
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await (await client?.catch(() => undefined))?.end();
  }

  private async release(key: string, state: { lost: boolean }): Promise<void> {
    if (this.held.get(key) === state) this.held.delete(key);
    if (state.lost || !this.client) return;
    await this.ask('select pg_advisory_unlock(hashtextextended($1, 7)) as answer', key);
  }

  /** One question after the other: a connection takes no second one meanwhile. */
  private ask(sql: string, key: string): Promise<boolean> {
    const answer = this.asking.then(async () => {
      const client = await this.connect();
      const { rows } = await client.query(sql, [key]);
      return rows[0]?.answer === true;
    });
    this.asking = answer.catch(() => undefined);
    return answer;
  }

  private connect(): Promise<pg.Client> {
    this.client ??= this.open().catch((error) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'bongsu-locks', keepAlive: true });
    const dropped = (error?: Error) => {
      if (this.client === undefined) return;
      this.client = undefined;
      for (const state of this.held.values()) state.lost = true;
      this.held.clear();
      this.log.warn({ err: error }, 'The connection that holds the run locks is gone; runs under way will be taken up again.');
    };
    client.on('error', dropped);
    client.on('end', () => dropped());
    await client.connect();
    return client;
  }
}
