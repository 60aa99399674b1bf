import pg from 'pg';
import { Gauge } from 'prom-client';
import { poolTimeouts, poolUsage, registry } from './metrics.ts';

const ACQUIRE_TIMEOUT_MS = 2_500;

/** A pg pool that measures what HikariCP measures. */
export class MeasuredPool {
  private readonly pool: pg.Pool;
  private readonly leaked: pg.PoolClient[] = [];

  constructor(url: string, size: number) {
    this.pool = new pg.Pool({ connectionString: url, max: size, connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS });
    // A connection that breaks while nobody uses it is replaced.
    this.pool.on('error', () => {});
  }

  /** Shows this pool as the service's own. */
  measured(name: string): this {
    const { pool } = this;
    const gauge = (metric: string, help: string, value: () => number) =>
      new Gauge({
        name: metric,
        help,
        labelNames: ['pool'] as const,
        registers: [registry],
        collect() {
          this.set({ pool: name }, value());
        },
      });
    gauge('hikaricp_connections_max', 'Size of the pool.', () => pool.options.max);
    gauge('hikaricp_connections_active', 'Connections in use.', () => pool.totalCount - pool.idleCount);
    gauge('hikaricp_connections_idle', 'Connections that wait for work.', () => pool.idleCount);
    gauge('hikaricp_connections_pending', 'Requests that wait for a connection.', () => pool.waitingCount);
    return this;
  }

  resize(size: number): void {
    this.pool.options.max = size;
  }

  /** Runs `work` on a connection; rejects when none is free in time. */
  async use<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.take();
    const taken = performance.now();
    try {
      return await work(client);
    } finally {
      poolUsage.observe((performance.now() - taken) / 1_000);
      client.release();
    }
  }

  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.use(async (client) => {
      await client.query('BEGIN');
      try {
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {});
        throw error;
      }
    });
  }

  /** Takes a connection and does not return it. */
  async leak(): Promise<void> {
    this.leaked.push(await this.take());
  }

  /** What a restart of the service would do about leaks. */
  returnLeaked(): void {
    for (const client of this.leaked.splice(0)) client.release();
  }

  private async take(): Promise<pg.PoolClient> {
    try {
      const client = await this.pool.connect();
      // A session that somebody ends while it is in use fails at its next query, not here.
      if (client.listenerCount('error') === 0) client.on('error', () => {});
      return client;
    } catch (error) {
      if (String(error).includes('timeout exceeded')) poolTimeouts.inc();
      throw error;
    }
  }
}
