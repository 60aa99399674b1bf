import pg from 'pg';
import type { MetricsSource, Sample } from '../../../src/domain/ports/metrics.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createPostgresMetrics } from '../../../src/integrations/metrics/postgres.ts';
import { POSTGRES_READINGS } from '../../../src/integrations/metrics/postgres-readings.ts';
import { watchPostgres } from '../../../src/integrations/postgres/watched-postgres.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { startTunedPostgres, type TunedPostgres } from '../../support/servers/tuned-postgres.ts';
import { keepsTheContract } from './source-contract.ts';

const PASSWORD = 'watching-password';
const WRONG = 'wrong-watching-password';

/** Of which three are kept for superusers. */
const MAX_CONNECTIONS = 20;
let server: TunedPostgres;
const clients: pg.Client[] = [];
const sources: MetricsSource[] = [];

beforeAll(async () => {
  server = await startTunedPostgres([
    `max_connections=${MAX_CONNECTIONS}`,
    'shared_preload_libraries=pg_stat_statements',
    'deadlock_timeout=50ms',
    'wal_level=replica',
  ]);
  await asAdmin(server.url, async (client) => {
    for (const role of ['watcher', 'blind', 'app']) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    await client.query('GRANT pg_monitor TO watcher');
    await client.query('CREATE TABLE coupons (id int PRIMARY KEY, owner text)');
    await client.query("INSERT INTO coupons VALUES (1, 'ada'), (2, 'bob')");
    await client.query('GRANT ALL ON coupons TO app');
  });
});

afterAll(() => server.stop());

afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.close?.()));
  await Promise.all(clients.splice(0).map((client) => client.end().catch(() => {})));
  await eventually('the sessions are gone', async () => {
    const others = "SELECT 1 FROM pg_stat_activity WHERE usename IN ('app', 'watcher', 'blind')";
    return (await asAdmin(server.url, (client) => client.query(others))).rowCount === 0 ? true : undefined;
  });
});

async function app(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.urlOf({ user: 'app', password: PASSWORD }) });
  client.on('error', () => {});
  await client.connect();
  clients.push(client);
  return client;
}

function watching(user = 'watcher'): (query: string, at?: Date) => Promise<Sample | undefined> {
  const source = createPostgresMetrics(new Secret(server.urlOf({ user, password: PASSWORD })), { log: silentLog });
  sources.push(source);
  return (query, at = new Date()) => source.instant({ query, at, timeoutMs: 10_000 });
}

/** Runs something that will wait, and resolves when it does. */
async function blocked(client: pg.Client, sql: string): Promise<{ ended: Promise<unknown> }> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const ended = client.query(sql).catch((error: unknown) => error);
  await eventually('it waits for a lock', async () => {
    const waits = `SELECT 1 FROM pg_locks WHERE NOT granted AND pid = ${rows[0]?.pid}`;
    return (await asAdmin(server.url, (admin) => admin.query(waits))).rowCount === 1 ? true : undefined;
  });
  return { ended };
}

describe('the contract', () => {
  keepsTheContract({
    variable: /WATCHED_DATABASE_URL/,
    server: () => server,
    create: ({ port, credentials }) =>
      createPostgresMetrics(new Secret(server.urlOf({ user: 'watcher', password: credentials === 'right' ? PASSWORD : WRONG, port })), {
        log: silentLog,
      }),
    connections: 1,
    secrets: [PASSWORD, WRONG],
    some: 'database_size',
    zero: 'waiting_locks',
    none: 'replica_lag',
    bad: { query: 'longest_transactions', says: /did you mean "longest_transaction"\? Possible: connections_used, / },
    change: {
      query: 'connections(idle_in_transaction)',
      before: 0,
      act: async () => {
        await (await app()).query('BEGIN; SELECT 1');
      },
      after: 1,
    },
  });
});

it('every reading can be asked, and gives a number or nothing', async () => {
  const ask = watching();
  await asAdmin(server.url, (admin) => admin.query('CREATE EXTENSION pg_stat_statements'));
  for (const { name } of POSTGRES_READINGS) {
    const sample = await ask(name);
    expect([name, Number.isFinite(sample?.value ?? 0)]).toEqual([name, true]);
  }
  await asAdmin(server.url, (admin) => admin.query('DROP EXTENSION pg_stat_statements'));
});

it('counts sessions by state, and never itself', async () => {
  const [ask, also] = [watching(), watching()];
  await also('connections');
  expect(await ask('connections')).toMatchObject({ value: 0 });
  expect(await ask('connections_used')).toMatchObject({ value: 0 });
  const [idle, active] = [await app(), await app()];
  await idle.query('SELECT 1');
  const ended = active.query('SELECT pg_sleep(30)').catch(() => {});
  await eventually('it runs', async () => ((await ask('connections(active)'))?.value === 1 ? true : undefined));
  expect(await ask('connections')).toMatchObject({ value: 2 });
  expect(await ask('connections(idle)')).toMatchObject({ value: 1 });
  expect((await ask('connections_used'))?.value).toBeCloseTo(2 / (MAX_CONNECTIONS - 3));
  await asAdmin(server.url, (admin) => admin.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)'"));
  await ended;
});

it('measures open transactions, idle ones and running queries in seconds', async () => {
  const ask = watching();
  for (const query of ['longest_transaction', 'longest_idle_in_transaction', 'oldest_query', 'slow_queries(100ms)']) {
    expect([query, (await ask(query))?.value]).toEqual([query, 0]);
  }
  const [idle, running] = [await app(), await app()];
  await idle.query('BEGIN; SELECT 1');
  const began = performance.now();
  const ended = running.query('SELECT pg_sleep(30)').catch(() => {});
  await eventually('it is slow', async () => ((await ask('slow_queries(1500ms)'))?.value === 1 ? true : undefined));
  for (const query of ['longest_transaction', 'longest_idle_in_transaction', 'oldest_query']) {
    const value = (await ask(query))?.value ?? 0;
    expect(value).toBeGreaterThan(1.4);
    expect(value).toBeLessThan((performance.now() - began) / 1_000 + 1);
  }
  expect(await ask('slow_queries(1h)')).toMatchObject({ value: 0 });
  await asAdmin(server.url, (admin) => admin.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)'"));
  await ended;
});

it('sees who waits for a lock, for how long, and a deadlock', async () => {
  const ask = watching();
  expect(await ask('deadlocks')).toBeUndefined();
  const [one, two] = [await app(), await app()];
  await one.query('BEGIN; UPDATE coupons SET owner = owner WHERE id = 1');
  await two.query('BEGIN; UPDATE coupons SET owner = owner WHERE id = 2');
  const waiting = await blocked(one, 'UPDATE coupons SET owner = owner WHERE id = 2');
  expect(await ask('waiting_locks')).toMatchObject({ value: 1 });
  expect((await ask('longest_lock_wait'))?.value).toBeGreaterThan(0);
  const loser = await two.query('UPDATE coupons SET owner = owner WHERE id = 1').catch((error: { code?: string }) => error);
  const outcomes = [loser, await waiting.ended].map((outcome) => (outcome as { code?: string }).code);
  expect(outcomes).toContain('40P01');
  // A session writes down what it counted when it ends at the latest.
  await Promise.all([one.end(), two.end()]);
  await eventually('the deadlock counts', async () => ((await ask('deadlocks'))?.value === 1 ? true : undefined));
  expect(await ask('waiting_locks')).toMatchObject({ value: 0 });
});

it('still sees a server whose connections have run out', async () => {
  const ask = watching();
  await ask('connections');
  await Promise.all(Array.from({ length: MAX_CONNECTIONS - 4 }, app));
  await expect(app()).rejects.toMatchObject({ code: '53300' });
  // The one that was refused counts until its process is gone.
  const share = (MAX_CONNECTIONS - 4) / (MAX_CONNECTIONS - 3);
  await eventually('all but one are used', async () =>
    Math.abs(((await ask('connections_used'))?.value ?? 0) - share) < 0.005 ? true : undefined,
  );
  await expect(watching()('connections')).rejects.toMatchObject({ name: 'TransientError', code: 'too_many_connections' });
});

it('tells the time per query, or how to get it', async () => {
  const ask = watching();
  await expect(ask('query_time')).rejects.toMatchObject({
    name: 'PermanentError',
    code: 'no_statements',
    message: expect.stringMatching(/shared_preload_libraries.*CREATE EXTENSION pg_stat_statements/),
  });
  await asAdmin(server.url, (admin) => admin.query('CREATE EXTENSION pg_stat_statements'));
  const at = Date.now();
  expect(await ask('query_time', new Date(at))).toBeUndefined();
  const client = await app();
  for (let run = 0; run < 3; run += 1) await client.query('SELECT pg_sleep(0.3)');
  const value = (await ask('query_time', new Date(at + 10_000)))?.value;
  // Our own questions are among the queries, and are quick.
  expect(value).toBeGreaterThan(0.02);
  expect(value).toBeLessThan(0.6);
  await asAdmin(server.url, (admin) => admin.query('DROP EXTENSION pg_stat_statements'));
});

it('a role that may not look says so instead of seeing nothing', async () => {
  await (await app()).query('BEGIN; SELECT 1');
  const ask = watching('blind');
  for (const query of ['longest_transaction', 'connections(idle_in_transaction)', 'slow_queries(1s)']) {
    await expect(ask(query)).rejects.toMatchObject({ code: 'not_permitted', message: expect.stringContaining('GRANT pg_monitor') });
  }
  expect(await ask('connections')).toMatchObject({ value: 1 });
  expect((await ask('connections_used'))?.value).toBeCloseTo(1 / (MAX_CONNECTIONS - 3));
});

it('writes nothing, whatever its role could, and shows its name', async () => {
  const url = new Secret(server.url);
  const lease = watchPostgres(url, { log: silentLog });
  const ask = (sql: string) => lease.connection.use((session) => session.rows(sql), 10_000);
  await expect(ask('CREATE TABLE mine ()')).rejects.toMatchObject({ name: 'PermanentError', code: '25006' });
  expect(await ask('SHOW application_name')).toEqual([{ application_name: 'bongsu' }]);
  await lease.close();
});

it('gives up a question of its own that takes too long, and keeps its session', async () => {
  const lease = watchPostgres(new Secret(server.url), { log: silentLog });
  const ask = (sql: string, timeoutMs: number) => lease.connection.use((session) => session.rows<{ pid: number }>(sql), timeoutMs);
  const [before] = await ask('SELECT pg_backend_pid() AS pid', 10_000);
  const slow = ask('SELECT pg_sleep(60)', 20_000).catch((error: unknown) => error);
  const late = ask('SELECT pg_sleep(60)', 200).catch((error: unknown) => error);
  expect(await late).toMatchObject({ name: 'TransientError', code: 'timeout' });
  expect(await slow).toMatchObject({ name: 'TransientError', code: 'timeout', message: expect.stringContaining('did not finish') });
  expect(await ask('SELECT pg_backend_pid() AS pid', 10_000)).toEqual([before]);
  await lease.close();
});

it('those who watch the same server share its session, and the last one closes it', async () => {
  const url = new Secret(server.urlOf({ user: 'watcher', password: PASSWORD }));
  const [one, two] = [createPostgresMetrics(url, { log: silentLog }), createPostgresMetrics(url, { log: silentLog })];
  const sessions = async () =>
    (await asAdmin(server.url, (admin) => admin.query("SELECT 1 FROM pg_stat_activity WHERE usename = 'watcher'"))).rowCount;
  const ask = (source: MetricsSource) => source.instant({ query: 'connections', at: new Date(), timeoutMs: 10_000 });
  await Promise.all([ask(one), ask(two)]);
  expect(await sessions()).toBe(1);
  await one.close?.();
  await one.close?.();
  expect(await ask(two)).toMatchObject({ value: 0 });
  await two.close?.();
  await eventually('the session is gone', async () => ((await sessions()) === 0 ? true : undefined));
});
