import pg from 'pg';
import type { Inspection } from '../../../src/domain/ports/inspectors.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { postgresInspector } from '../../../src/integrations/inspectors/postgres.ts';
import { watchedPostgresAccount } from '../../../src/integrations/postgres/accounts.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { startTunedPostgres, type TunedPostgres } from '../../support/servers/tuned-postgres.ts';

const PASSWORD = 'watching-password';

/** What a customer typed; it must not reach a channel. */
const PRIVATE = 'ada-the-customer';
let server: TunedPostgres;
const clients: pg.Client[] = [];

beforeAll(async () => {
  server = await startTunedPostgres([
    'max_connections=20',
    'shared_preload_libraries=pg_stat_statements',
    'deadlock_timeout=50ms',
    'logging_collector=on',
    'log_min_duration_statement=200ms',
  ]);
  await asAdmin(server.url, async (client) => {
    for (const role of ['watcher', 'app']) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    await client.query('CREATE TABLE coupons (id int PRIMARY KEY, owner text)');
    await client.query("INSERT INTO coupons VALUES (1, 'a'), (2, 'b')");
    await client.query('GRANT ALL ON coupons TO app');
  });
});

afterAll(() => server.stop());

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
});

async function app(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.urlOf({ user: 'app', password: PASSWORD }), application_name: 'coupon-api' });
  await client.connect();
  clients.push(client);
  return client;
}

async function inspection(since = new Date(Date.now() - 60_000)): Promise<Inspection> {
  const databaseUrl = new Secret(server.urlOf({ user: 'watcher', password: PASSWORD }));
  const inspector = postgresInspector.create(accountsWith(given(watchedPostgresAccount, databaseUrl)), { log: silentLog });
  if (!inspector) throw new Error('not set up');
  try {
    return await inspector.inspect({ since, at: new Date(), timeoutMs: 10_000 });
  } finally {
    // Who asks again and again must not use up the connections that the server has.
    await inspector.close?.();
  }
}

const fact = ({ facts }: Inspection, name: string): string | undefined => facts.find((one) => one.name === name)?.value;

it('says what to grant and to set for what it cannot see, and shows the rest', async () => {
  await (await app()).query('SELECT 1');
  const seen = await inspection();
  expect(fact(seen, 'sessions hidden (GRANT pg_monitor)')).toMatch(/^1, /);
  expect(fact(seen, 'server log')).toMatch(/GRANT EXECUTE ON FUNCTION .*pg_read_file/);
  expect(fact(seen, 'pg_stat_statements')).toMatch(/CREATE EXTENSION/);
  expect(fact(seen, 'waiting for a lock')).toBe('0');
});

describe('with the rights that it asks for', () => {
  beforeAll(async () => {
    await asAdmin(server.url, async (client) => {
      await client.query('GRANT pg_monitor TO watcher');
      await client.query(
        'GRANT EXECUTE ON FUNCTION pg_current_logfile(text), pg_read_file(text, bigint, bigint), pg_stat_file(text) TO watcher',
      );
      await client.query('CREATE EXTENSION pg_stat_statements');
    });
  });

  it('names who holds up whom, who keeps a transaction open, and where the time goes', async () => {
    const [holder, waiter] = [await app(), await app()];
    await holder.query(`BEGIN; UPDATE coupons SET owner = '${PRIVATE}' WHERE id = 1`);
    const ended = waiter.query(`UPDATE coupons SET owner = '${PRIVATE}' WHERE id = 1`);
    const seen = await eventually('it is held up for a second', async () => {
      const one = await inspection();
      return one.lines.some((line) => line.includes('transaction open for') && line.includes('coupon-api')) ? one : undefined;
    });
    expect(seen.lines[0]).toMatch(
      /^session \d+ \(idle in transaction, transaction open for [\d.]+ s\) holds up 1, for up to [\d.]+ s: .*UPDATE coupons SET owner = \? WHERE id = \?/,
    );
    expect(seen.lines.join('\n')).toMatch(/session \d+ of coupon-api: transaction open for [\d.]+ s, idle in transaction, last: /);
    expect(seen.lines.join('\n')).toMatch(/\d+ % of all query time: \d+ times [\d.]+ s: /);
    expect(fact(seen, 'sessions idle in transaction')).toMatch(/^1, for up to /);
    expect(fact(seen, 'waiting for a lock')).toBe('1');
    expect(JSON.stringify(seen)).not.toContain(PRIVATE);
    await holder.query('ROLLBACK');
    await ended;
  });

  it('finds slow queries and deadlocks in the log, since the onset, without what people wrote', async () => {
    const before = new Date();
    const [one, two] = [await app(), await app()];
    await one.query(`SELECT pg_sleep(0.4), '${PRIVATE}'`);
    await one.query('BEGIN; UPDATE coupons SET owner = owner WHERE id = 1');
    await two.query('BEGIN; UPDATE coupons SET owner = owner WHERE id = 2');
    const outcomes = await Promise.allSettled([
      one.query(`UPDATE coupons SET owner = '${PRIVATE}' WHERE id = 2`),
      two.query(`UPDATE coupons SET owner = '${PRIVATE}' WHERE id = 1`),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const seen = await eventually('both are in the log', async () => {
      const found = await inspection(new Date(before.getTime() - 1_000));
      const text = found.lines.join('\n');
      return /deadlock detected/.test(text) && /pg_sleep/.test(text) ? found : undefined;
    });
    expect(seen.lines.join('\n')).toMatch(/^log \d\d:\d\d:\d\d: took 0\.\d s: statement: SELECT pg_sleep\(\?\), \?$/m);
    expect(seen.lines.join('\n')).toMatch(/^log \d\d:\d\d:\d\d: deadlock detected .*Process \? waits for/m);
    expect(JSON.stringify(seen)).not.toContain(PRIVATE);
    const later = await inspection(new Date(Date.now() + 60_000));
    expect(later.lines.join('\n')).not.toMatch(/^log /m);
  });
});
