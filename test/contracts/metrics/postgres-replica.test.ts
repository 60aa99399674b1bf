import pg from 'pg';
import type { MetricsSource } from '../../../src/domain/ports/metrics.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createPostgresMetrics } from '../../../src/integrations/metrics/postgres.ts';
import { POSTGRES_READINGS } from '../../../src/integrations/metrics/postgres-readings.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';

describeWith('postgresql', (getUrl, getServer) =>
  describe('a primary and its replica', () => {
    let primary: pg.Client;
    let replica: pg.Client;
    const sources: MetricsSource[] = [];
    const watching = (url: string) => {
      const source = createPostgresMetrics(new Secret(url), { log: silentLog });
      sources.push(source);
      return async (query: string) => (await source.instant({ query, at: new Date(), timeoutMs: 10_000 }))?.value;
    };
    const doubting = (url: string) => {
      const source = createPostgresMetrics(new Secret(url), { log: silentLog });
      sources.push(source);
      return async (query: string) => (await source.instant({ query, at: new Date(), timeoutMs: 10_000 }))?.doubts;
    };

    beforeAll(async () => {
      [primary, replica] = [getUrl(), getServer().replicaUrl].map((url) => new pg.Client({ connectionString: url })) as [
        pg.Client,
        pg.Client,
      ];
      await Promise.all([primary.connect(), replica.connect()]);
      await primary.query('CREATE TABLE written (at timestamptz)');
    });
    afterAll(async () => {
      await Promise.all(sources.map((source) => source.close?.()));
      await Promise.all([primary.end(), replica.end()]);
    });

    it('every reading can be asked of either', async () => {
      for (const ask of [watching(getUrl()), watching(getServer().replicaUrl)]) {
        for (const { name } of POSTGRES_READINGS.filter((kind) => kind.name !== 'query_time')) {
          expect([name, Number.isFinite((await ask(name)) ?? 0)]).toEqual([name, true]);
        }
      }
    });

    it('tell how far the replica is behind, in seconds and bytes, and that it caught up', async () => {
      const [ask, onReplica] = [watching(getUrl()), watching(getServer().replicaUrl)];
      expect(await ask('replicas')).toBe(1);
      // How old its last transaction is only a replica can say that has replayed one.
      await eventually('the table is there', async () => {
        const { rows } = await replica.query<{ found: string | null }>(`SELECT to_regclass('written') AS found`);
        return rows[0]?.found ?? undefined;
      });
      await replica.query('SELECT pg_wal_replay_pause()');
      await primary.query('INSERT INTO written VALUES (now()), (now()), (now())');
      await eventually('the replica is behind', async () => ((await ask('replica_lag_bytes')) ?? 0) > 0 || undefined);
      await eventually('and knows it itself', async () => ((await onReplica('replica_lag')) ?? 0) > 0.5 || undefined);
      expect((await onReplica('replica_lag')) ?? 0).toBeLessThan(300);
      await replica.query('SELECT pg_wal_replay_resume()');
      await eventually('it caught up', async () => (await ask('replica_lag_bytes')) === 0 || undefined);
      await eventually('and knows that too', async () => (await onReplica('replica_lag')) === 0 || undefined);
      expect((await ask('replica_lag')) ?? -1).toBeGreaterThanOrEqual(0);
    });

    it('met-E3: a replica that receives nothing says so, although it has replayed all that it has got', async () => {
      const [value, doubts] = [watching(getServer().replicaUrl), doubting(getServer().replicaUrl)];
      await eventually('it follows', async () => ((await doubts('replica_lag')) === undefined ? true : undefined));
      const { rows } = await replica.query<{ primary_conninfo: string }>('SHOW primary_conninfo');
      const follow = async (conninfo: string) => {
        await replica.query(`ALTER SYSTEM SET primary_conninfo = '${conninfo.replaceAll("'", "''")}'`);
        await replica.query('SELECT pg_reload_conf()');
      };
      try {
        await follow('host=127.0.0.1 port=1');
        await eventually('it is cut off', async () => ((await doubts('replica_lag'))?.[0]?.code === 'cut-off' ? true : undefined));
        expect(await value('replica_lag')).toBe(0);
      } finally {
        await follow(rows[0]?.primary_conninfo ?? '');
      }
      await eventually('it follows again', async () => ((await doubts('replica_lag')) === undefined ? true : undefined));
    });
  }),
);
