import pg from 'pg';
import type { DatabaseSession, DatabaseSessions } from '../../../src/domain/mitigation/targets.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createDatabaseSessions } from '../../../src/integrations/executors/postgres/database-sessions.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { sqlInDocs } from '../../support/docs/rights-in-docs.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { startTcpProxy } from '../../support/servers/tcp-proxy.ts';
import { startTunedPostgres, type TunedPostgres } from '../../support/servers/tuned-postgres.ts';

const PASSWORD = 'mitigating-password';
/** What a customer typed; it must not reach a channel. */
const PRIVATE = 'ada-the-customer';
const OPTIONS = { timeoutMs: 15_000 };
const DATABASE = 'coupons';

type Sessions = DatabaseSessions & { close(): Promise<void> };

let server: TunedPostgres;
let sessions: Sessions;
const clients: pg.Client[] = [];
const others: Sessions[] = [];

beforeAll(async () => {
  server = await startTunedPostgres(['max_connections=30']);
  await asAdmin(server.url, async (client) => {
    await client.query(`CREATE DATABASE ${DATABASE}`);
    for (const role of ['app', 'blind']) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    await client.query(`CREATE ROLE follower LOGIN REPLICATION PASSWORD '${PASSWORD}'`);
    for (const sql of sqlInDocs('CREATE ROLE bongsu_mitigate', PASSWORD, 'docs/executors-data.md')) await client.query(sql);
    await client.query('GRANT pg_signal_backend TO blind');
  });
  sessions = as('bongsu_mitigate');
});
afterEach(async () => {
  await Promise.all(others.splice(0).map((one) => one.close()));
  await Promise.all(clients.splice(0).map((client) => client.end().catch(() => {})));
  await eventually('the sessions are gone', async () => {
    const { rowCount } = await asAdmin(server.url, (client) =>
      client.query("SELECT 1 FROM pg_stat_activity WHERE usename IN ('app', 'follower')"),
    );
    return rowCount === 0 ? true : undefined;
  });
});
afterAll(async () => {
  await sessions.close();
  await server.stop();
});

function as(user: string, port = server.port): Sessions {
  const made = createDatabaseSessions(new Secret(server.urlOf({ user, password: PASSWORD, port })), { log: silentLog });
  if (user !== 'bongsu_mitigate' || port !== server.port) others.push(made);
  return made;
}

async function open(login: { user?: string; password?: string; database?: string } = {}, name = 'coupon-api'): Promise<pg.Client> {
  const url = server.urlOf({ user: 'app', password: PASSWORD, database: DATABASE, ...login });
  const client = new pg.Client({ connectionString: url, application_name: name });
  client.on('error', () => {});
  await client.connect();
  clients.push(client);
  return client;
}

/** A query that runs until it is stopped; `ended` is how it ended. */
function runFor(client: pg.Client): { ended: Promise<unknown> } {
  return { ended: client.query(`SELECT pg_sleep(60), '${PRIVATE}'`).catch((error: unknown) => error) };
}

const list = (olderThanSeconds = 0, limit = 10) => sessions.list({ database: DATABASE, olderThanSeconds, limit }, OPTIONS);
const end = (session: Pick<DatabaseSession, 'pid' | 'startedAt'>, how: 'cancel' | 'terminate') =>
  sessions.end({ database: DATABASE, session, how }, OPTIONS);

async function listed(count: number): Promise<DatabaseSession[]> {
  return await eventually(`${count} sessions are listed`, async () => {
    const found = await list();
    return found.length === count ? found : undefined;
  });
}

function only(found: readonly DatabaseSession[]): DatabaseSession {
  if (found.length !== 1 || !found[0]) throw new Error(`not one session but ${found.length}`);
  return found[0];
}

it('lists long queries and idle transactions, the oldest first, without what people wrote', async () => {
  const idle = await open({}, 'consumer');
  await idle.query(`BEGIN; SELECT '${PRIVATE}'`);
  const busy = await open();
  const { ended } = runFor(busy);
  await open();
  const [first, second] = await listed(2);
  expect(first).toEqual({
    pid: expect.any(Number),
    startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    user: 'app',
    application: 'consumer',
    state: 'idle in transaction',
    ageSeconds: expect.any(Number),
    query: 'BEGIN; SELECT ?',
  });
  expect(second).toMatchObject({ application: 'coupon-api', state: 'active', query: 'SELECT pg_sleep(?), ?' });
  expect(first?.ageSeconds).toBeGreaterThanOrEqual(second?.ageSeconds ?? Number.POSITIVE_INFINITY);
  expect(await list(0, 1)).toHaveLength(1);
  expect(await list(3_600)).toEqual([]);
  await end({ pid: second?.pid ?? 0, startedAt: second?.startedAt ?? '' }, 'cancel');
  await ended;
});

it('leaves out superusers, replicating roles, other databases and its own', async () => {
  await (await open({ database: 'postgres' })).query('BEGIN; SELECT 1');
  await (await open({}, 'bongsu')).query('BEGIN; SELECT 1');
  await (await open({ user: 'follower' })).query('BEGIN; SELECT 1');
  const superuser = new pg.Client({ connectionString: server.urlOf({ database: DATABASE }), application_name: 'psql' });
  await superuser.connect();
  clients.push(superuser);
  await superuser.query('BEGIN; SELECT 1');
  await (await open({}, 'the one')).query('BEGIN; SELECT 1');
  expect(only(await list()).application).toBe('the one');
  // Nor can they be ended, should somebody name them.
  const { rows } = await asAdmin(server.url, (client) =>
    client.query<{ pid: number; at: string }>(
      "SELECT pid, backend_start::text AS at FROM pg_stat_activity WHERE application_name IN ('bongsu', 'psql') AND datname = 'coupons'",
    ),
  );
  expect(rows).toHaveLength(2);
  for (const { pid, at } of rows) expect(await end({ pid, startedAt: at }, 'terminate')).toBe(false);
  expect(await superuser.query('SELECT 1')).toMatchObject({ rowCount: 1 });
});

it('cancels a query, once, and leaves the session', async () => {
  const client = await open();
  const { ended } = runFor(client);
  const session = only(await listed(1));
  expect(await end(session, 'cancel')).toBe(true);
  expect(await ended).toMatchObject({ code: '57014' });
  expect(await client.query('SELECT 1')).toMatchObject({ rowCount: 1 });
  await listed(0);
  // It idles, which is no reason to end it any more.
  expect(await end(session, 'cancel')).toBe(false);
  expect(await end(session, 'terminate')).toBe(false);
  expect(await client.query('SELECT 1')).toMatchObject({ rowCount: 1 });
});

it('ends a session with its transaction, and says when it is gone already', async () => {
  const client = await open();
  await client.query('BEGIN; SELECT 1');
  const session = only(await listed(1));
  await expect(end(session, 'cancel')).rejects.toMatchObject({
    name: 'PermanentError',
    code: 'changed',
    message: expect.stringMatching(/idle in transaction\. Ending the session/),
  });
  expect(await end(session, 'terminate')).toBe(true);
  await listed(0);
  await expect(client.query('SELECT 1')).rejects.toThrow();
  expect(await end(session, 'terminate')).toBe(false);
});

it('never touches a later session with the same number', async () => {
  const client = await open();
  await client.query('BEGIN; SELECT 1');
  const session = only(await listed(1));
  const earlier = { ...session, startedAt: session.startedAt.replace(/.Z$/, (last) => (last === '0Z' ? '1Z' : '0Z')) };
  for (const how of ['cancel', 'terminate'] as const) {
    await expect(end(earlier, how)).rejects.toMatchObject({ name: 'PermanentError', code: 'changed' });
  }
  expect(await client.query('SELECT 1')).toMatchObject({ rowCount: 1 });
});

it('does not take what it may not see for nothing, and says what to grant', async () => {
  await (await open()).query('BEGIN; SELECT 1');
  const blind = as('blind');
  const session = only(await list());
  const refusal = { name: 'PermanentError', code: 'forbidden', message: expect.stringMatching(/GRANT pg_read_all_stats/) };
  await expect(blind.list({ database: DATABASE, olderThanSeconds: 0, limit: 5 }, OPTIONS)).rejects.toMatchObject(refusal);
  await expect(blind.end({ database: DATABASE, session, how: 'terminate' }, OPTIONS)).rejects.toMatchObject(refusal);
  await expect(sessions.list({ database: 'nowhere', olderThanSeconds: 0, limit: 5 }, OPTIONS)).rejects.toMatchObject({ code: 'not_found' });
});

it('says when it may not end sessions', async () => {
  await asAdmin(server.url, (client) => client.query('REVOKE pg_signal_backend FROM bongsu_mitigate'));
  await (await open()).query('BEGIN; SELECT 1');
  const session = only(await list());
  await expect(end(session, 'terminate')).rejects.toMatchObject({
    name: 'PermanentError',
    code: 'forbidden',
    message: expect.stringMatching(/docs\/executors-data\.md/),
  });
  await asAdmin(server.url, (client) => client.query('GRANT pg_signal_backend TO bongsu_mitigate'));
});

it('keeps its deadline against a server that says nothing', async () => {
  const silent = await startTcpProxy();
  const hanging = as('bongsu_mitigate', silent.port);
  const timeout = { name: 'TransientError', code: 'timeout' };
  await expect(hanging.list({ database: DATABASE, olderThanSeconds: 0, limit: 5 }, { timeoutMs: 200 })).rejects.toMatchObject(timeout);
  await silent.close();
});

it('says what to type instead', () => {
  expect(sessions.byHand({ pid: 17, how: 'cancel' })).toBe('SELECT pg_cancel_backend(17);');
  expect(sessions.byHand({ pid: 17, how: 'terminate' })).toBe('SELECT pg_terminate_backend(17);');
});
