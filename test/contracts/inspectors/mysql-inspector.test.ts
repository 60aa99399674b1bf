import { createConnection } from 'mysql2/promise';
import type { Inspection, Inspector } from '../../../src/domain/ports/inspectors.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { mysqlInspector } from '../../../src/integrations/inspectors/mysql.ts';
import { watchedMysqlAccount } from '../../../src/integrations/mysql/account.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { watchingMysql } from '../../support/servers/watching-mysql.ts';

/** InnoDB tells of its transactions from a table that it makes anew only when nobody has looked for a tenth of a second. */
const EVERY_MS = 250;
const LONG_MS = 30_000;
const PRIVATE = 'ada-the-customer';
type Client = Awaited<ReturnType<typeof createConnection>>;

describeWith('mysql', (getUrl) =>
  describe('the mysql inspector', () => {
    const clients: Client[] = [];
    const inspectors: Inspector[] = [];
    let watcher: string;
    const client = async () => {
      const opened = await createConnection({ uri: getUrl() });
      clients.push(opened);
      return opened;
    };
    beforeAll(async () => {
      watcher = await watchingMysql(getUrl());
      const admin = await client();
      await admin.query('CREATE DATABASE IF NOT EXISTS shop');
      await admin.query('CREATE TABLE IF NOT EXISTS shop.orders (id INT PRIMARY KEY, who VARCHAR(50)) ENGINE=InnoDB');
      await admin.query("REPLACE INTO shop.orders VALUES (1, 'a'), (2, 'b')");
    });
    afterEach(async () => {
      await Promise.all(inspectors.splice(0).map((inspector) => inspector.close?.()));
      for (const one of clients.splice(0)) one.destroy();
    });

    async function inspection(since = new Date(Date.now() - 60_000), url = watcher): Promise<Inspection> {
      const inspector = mysqlInspector.create(accountsWith(given(watchedMysqlAccount, new Secret(url))), { log: silentLog });
      if (!inspector) throw new Error('not set up');
      inspectors.push(inspector);
      return await inspector.inspect({ since, at: new Date(), timeoutMs: 10_000 });
    }

    it('names who blocks whom, without what is stored', async () => {
      const [holder, waiter] = [await client(), await client()];
      await holder.query('BEGIN');
      await holder.query(`UPDATE shop.orders SET who = '${PRIVATE}' WHERE id = 1`);
      await waiter.query('BEGIN');
      const waiting = waiter.query(`UPDATE shop.orders SET who = '${PRIVATE}' WHERE id = 1`).catch(() => {});
      const seen = await eventually(
        'it waits',
        async () => {
          const found = await inspection();
          return found.lines.some((line) => line.includes('holds up')) ? found : undefined;
        },
        LONG_MS,
        EVERY_MS,
      );
      expect(seen.lines[0]).toMatch(
        new RegExp(
          `^thread ${holder.threadId} \\(transaction open for [\\d.]+ s, idle in its transaction\\) holds up 1, for up to [\\d.]+ s: UPDATE shop.orders SET who = \\?`,
        ),
      );
      expect(seen.facts.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['connections', 'refused for want of connections', 'slow queries', 'deadlocks']),
      );
      expect(seen.facts[0]?.value).toMatch(/^\d+ of 60, \d+ running$/);
      expect(JSON.stringify(seen)).not.toContain(PRIVATE);
      await holder.query('ROLLBACK');
      await waiting;
    });

    it('tells the last deadlock since the onset, and where the time goes', async () => {
      const [one, other] = [await client(), await client()];
      await one.query('BEGIN');
      await other.query('BEGIN');
      await one.query("UPDATE shop.orders SET who = 'x' WHERE id = 1");
      await other.query("UPDATE shop.orders SET who = 'y' WHERE id = 2");
      const both = [
        one.query("UPDATE shop.orders SET who = 'x' WHERE id = 2"),
        other.query("UPDATE shop.orders SET who = 'y' WHERE id = 1"),
      ];
      const outcomes = await Promise.allSettled(both);
      expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      const seen = await inspection();
      expect(seen.lines.join('\n')).toMatch(
        /deadlock [\d.]+ s ago: thread \d+: UPDATE shop.orders SET who = \? WHERE id = \? against thread \d+: UPDATE/,
      );
      expect(seen.lines.join('\n')).toMatch(/\d+ % of all query time: \d+ times [\d.]+ s: /);
      expect((await inspection(new Date(Date.now() + 60_000))).lines.join('\n')).not.toContain('deadlock');
    });

    it('says which right is missing, part by part', async () => {
      const admin = await client();
      await admin.query("CREATE USER IF NOT EXISTS 'narrow'@'%' IDENTIFIED BY 'narrow-password'");
      const url = new URL(getUrl());
      url.username = 'narrow';
      url.password = 'narrow-password';
      const { facts } = await inspection(undefined, url.href);
      const said = facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
      expect(said).toMatch(/lock waits: .*PROCESS.*docs\/sources\.md/);
      expect(said).not.toContain('narrow-password');
    });
  }),
);
