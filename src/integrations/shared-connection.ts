import type { OnDemand } from './on-demand.ts';

/** What an asker holds: the connection that others may hold too, and its own end. */
export interface Lease<Connection> {
  connection: OnDemand<Connection>;
  /** Lets go; the last one to do so closes the connection. Twice is the same as once. */
  close(): Promise<void>;
}

/**
 * Lets the parts of one bot that ask the same server (metrics, inspectors, doctor) share one connection: `key` is the address as it stands in
 * that bot's configuration, an object. Two bots in one process, as in tests, share nothing.
 */
export function createSharing<Connection>(): (key: object, make: () => OnDemand<Connection>) => Lease<Connection> {
  const shared = new WeakMap<object, { connection: OnDemand<Connection>; holders: number }>();
  return (key, make) => {
    const entry = shared.get(key) ?? { connection: make(), holders: 0 };
    entry.holders += 1;
    shared.set(key, entry);
    let held = true;
    return {
      connection: entry.connection,
      async close() {
        if (!held) return;
        held = false;
        entry.holders -= 1;
        if (entry.holders > 0) return;
        shared.delete(key);
        await entry.connection.close();
      },
    };
  };
}

/** One question by somebody who lets go afterwards. */
export async function askOnce<Connection, T>(
  lease: Lease<Connection>,
  look: (connection: Connection) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  try {
    return await lease.connection.use(look, timeoutMs);
  } finally {
    await lease.close();
  }
}
