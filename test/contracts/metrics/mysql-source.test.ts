import { createConnection } from 'mysql2/promise';
import type { MetricsSource, Sample } from '../../../src/domain/ports/metrics.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createMysqlMetrics, mysqlVendor } from '../../../src/integrations/metrics/mysql.ts';
import { MYSQL_READINGS } from '../../../src/integrations/metrics/mysql-readings.ts';
import { watchedMysqlAccount } from '../../../src/integrations/mysql/account.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { queriesOf } from '../../support/scenario/shipped-playbooks.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { WATCHING_PASSWORD, watcherAt, watchingMysql } from '../../support/servers/watching-mysql.ts';
import { keepsTheContract } from './source-contract.ts';

/** InnoDB tells of its transactions from a table that it makes anew only when nobody has looked for a tenth of a second. */
const EVERY_MS = 250;
const LONG_MS = 30_000;
const WRONG = 'wrong-mysql-password';

// The inner suite cleans up before the server stops.
describeWith('mysql', (getUrl) =>
  describe('the mysql source', () => {
    const clients: Awaited<ReturnType<typeof createConnection>>[] = [];
    const sources: MetricsSource[] = [];
    const client = async () => {
      const opened = await createConnection({ uri: getUrl() });
      clients.push(opened);
      return opened;
    };

    beforeAll(async () => {
      await watchingMysql(getUrl());
      const admin = await client();
      await admin.query('CREATE DATABASE IF NOT EXISTS shop');
      await admin.query('CREATE TABLE IF NOT EXISTS shop.stock (id INT PRIMARY KEY, left_over INT) ENGINE=InnoDB');
      await admin.query('REPLACE INTO shop.stock VALUES (1, 5), (2, 5)');
    });
    afterEach(async () => {
      await Promise.all(sources.splice(0).map((source) => source.close?.()));
      for (const one of clients.splice(0)) one.destroy();
    });

    function watching(): (query: string, at?: Date) => Promise<Sample | undefined> {
      const source = createMysqlMetrics(new Secret(watcherAt(getUrl())), { log: silentLog });
      sources.push(source);
      return (query, at = new Date()) => source.instant({ query, at, timeoutMs: 10_000 });
    }

    describe('the contract', () => {
      let holder: Awaited<ReturnType<typeof createConnection>>;
      keepsTheContract({
        variable: /WATCHED_MYSQL_URL/,
        server: () => ({ host: new URL(getUrl()).hostname, port: Number(new URL(getUrl()).port) }),
        create: ({ port, credentials }) =>
          createMysqlMetrics(new Secret(watcherAt(getUrl(), { port, password: credentials === 'right' ? WATCHING_PASSWORD : WRONG })), {
            log: silentLog,
          }),
        connections: 1,
        secrets: [WATCHING_PASSWORD, WRONG],
        some: 'threads_running',
        zero: 'lock_waits',
        none: 'replication_lag',
        bad: { query: 'thread_running', says: /did you mean "threads_running"\? Possible: latency, / },
        change: {
          query: 'lock_waits',
          before: 0,
          act: async () => {
            holder = await client();
            const waiter = await client();
            await holder.query('BEGIN');
            await holder.query('UPDATE shop.stock SET left_over = 4 WHERE id = 1');
            waiter.query('UPDATE shop.stock SET left_over = 3 WHERE id = 1').catch(() => {});
            const ask = watching();
            await eventually('it waits', async () => ((await ask('lock_waits'))?.value === 1 ? true : undefined), LONG_MS, EVERY_MS);
          },
          after: 1,
        },
      });
    });

    it('every reading can be asked with the rights in the docs, and gives a number or nothing', async () => {
      const ask = watching();
      for (const { name } of MYSQL_READINGS) expect([name, Number.isFinite((await ask(name))?.value ?? 0)]).toEqual([name, true]);
    });

    it('answers what the organisation to begin with asks it', async () => {
      const ask = watching();
      const queries = queriesOf('playbooks/acme/orders.yml', 'mysql');
      expect(queries).toHaveLength(2);
      for (const query of queries) expect([query, typeof (await ask(query))?.value]).toEqual([query, 'number']);
    });

    it('knows its share of the connections, and the oldest transaction', async () => {
      const ask = watching();
      const connections = (await ask('connections'))?.value ?? 0;
      expect((await ask('connections_used'))?.value).toBeCloseTo(connections / 60, 5);
      const open = await client();
      await open.query('BEGIN');
      await open.query('SELECT * FROM shop.stock FOR UPDATE');
      await eventually(
        'it is a second old',
        async () => (((await ask('longest_transaction'))?.value ?? 0) >= 1 ? true : undefined),
        LONG_MS,
        EVERY_MS,
      );
      await open.query('COMMIT');
      await eventually('it is over', async () => ((await ask('longest_transaction'))?.value === 0 ? true : undefined), LONG_MS, EVERY_MS);
    });

    it('counts deadlocks and slow queries since it looks', async () => {
      const ask = watching();
      const at = (seconds: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + seconds * 1_000);
      expect([await ask('deadlocks', at(0)), await ask('slow_queries(1m)', at(0))]).toEqual([undefined, undefined]);
      const [one, other] = [await client(), await client()];
      for (const [session, id] of [
        [one, 1],
        [other, 2],
      ] as const) {
        await session.query('BEGIN');
        await session.query('UPDATE shop.stock SET left_over = 1 WHERE id = ?', [id]);
      }
      await Promise.allSettled([
        one.query('UPDATE shop.stock SET left_over = 1 WHERE id = 2'),
        other.query('UPDATE shop.stock SET left_over = 1 WHERE id = 1'),
      ]);
      const slow = await client();
      await slow.query('SET SESSION long_query_time = 0.05');
      await slow.query('SELECT SLEEP(0.1)');
      expect(await ask('deadlocks', at(60))).toMatchObject({ value: 1 });
      expect((await ask('slow_queries(1m)', at(60)))?.value).toBeGreaterThanOrEqual(1);
    });

    it('is looked at by doctor', async () => {
      const accounts = accountsWith(given(watchedMysqlAccount, new Secret(watcherAt(getUrl()))));
      expect(await mysqlVendor.probe(accounts, { log: silentLog, timeoutMs: 10_000 })).toEqual([
        { ready: true, text: expect.stringMatching(/^version 10\..*MariaDB/) },
      ]);
    });
  }),
);
