import pg from 'pg';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { postgresExecutor } from '../../../src/integrations/executors/postgres/postgres.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { sqlInDocs } from '../../support/docs/rights-in-docs.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { startTunedPostgres, type TunedPostgres } from '../../support/servers/tuned-postgres.ts';
import { type DialPlace, keepsTheDialContract, type MadeDial } from './data-dial-contract.ts';
import { depsOf, settingsOf } from './data-executors.ts';

const PASSWORD = 'mitigating-password';
const WRONG = 'wrong-mitigating-password';
const OPTIONS = { timeoutMs: 15_000 };

let server: TunedPostgres;
const made: MadeDial[] = [];

beforeAll(async () => {
  server = await startTunedPostgres(['max_connections=30', 'deadlock_timeout=700ms']);
  await asAdmin(server.url, async (client) => {
    await client.query(`CREATE ROLE app LOGIN PASSWORD '${PASSWORD}' CONNECTION LIMIT 12`);
    await client.query(`CREATE ROLE narrow LOGIN PASSWORD '${PASSWORD}'`);
    for (const sql of sqlInDocs('CREATE ROLE bongsu_mitigate', PASSWORD, 'docs/executors-data.md')) await client.query(sql);
  });
});
afterAll(() => server.stop());
afterEach(() => Promise.all(made.splice(0).map((one) => one.close())));

function create(target: { setting: string; role?: string }, { port = server.port, account = 'right' }: Partial<DialPlace> = {}): MadeDial {
  const user = account === 'narrow' ? 'narrow' : 'bongsu_mitigate';
  const url = server.urlOf({ user, password: account === 'wrong' ? WRONG : PASSWORD, port });
  return asUser(url, target);
}

function asUser(url: string, target: { setting: string; role?: string }): MadeDial {
  const executor = postgresExecutor.create(settingsOf({ databaseUrl: new Secret(url) }), depsOf());
  if (!executor) throw new Error('not set up');
  const one = { dial: executor.dial(target), close: async () => executor.close?.() };
  made.push(one);
  return one;
}

const admin = async (...statements: string[]) =>
  await asAdmin(server.url, async (client) => {
    for (const sql of statements) await client.query(sql);
  });

/** A new session has it: the server hears of a reload in its own time. */
async function untilServerHas(setting: string, shown: string): Promise<void> {
  await eventually(`${setting} is ${shown}`, async () => {
    const { rows } = await asAdmin(server.url, (client) => client.query(`SHOW ${setting}`));
    return rows[0]?.[setting] === shown ? true : undefined;
  });
}

/** What ALTER SYSTEM has left in postgresql.auto.conf. */
async function traces(): Promise<string[]> {
  const sql = "SELECT name, setting FROM pg_file_settings WHERE sourcefile LIKE '%auto.conf' ORDER BY name";
  const { rows } = await asAdmin(server.url, (client) => client.query<{ name: string; setting: string }>(sql));
  return rows.map(({ name, setting }) => `${name}=${setting}`);
}

const common = {
  server: () => server,
  variable: /MITIGATE_DATABASE_URL/,
  secrets: [PASSWORD, WRONG],
};

describe('a setting of the server', () => {
  beforeEach(async () => {
    await admin('ALTER SYSTEM RESET ALL', 'SELECT pg_reload_conf()');
    await untilServerHas('work_mem', '4MB');
  });
  keepsTheDialContract({
    ...common,
    create: (place) => create({ setting: 'work_mem' }, place),
    from: 4_096,
    to: 8_192,
    meddle: async () => {
      await admin("ALTER SYSTEM SET work_mem = '5MB'", 'SELECT pg_reload_conf()');
      await untilServerHas('work_mem', '5MB');
    },
    meddled: 5_120,
    refused: { to: 1, says: /can be from 64 to \d+ kB/ },
    right: /GRANT ALTER SYSTEM ON PARAMETER work_mem TO that role/,
    where: () => 'Postgres setting work_mem',
  });

  it('takes a value with its unit, is in effect for new sessions, and leaves no trace when it goes back', async () => {
    const { dial } = create({ setting: 'work_mem' });
    const from = await dial.read(OPTIONS);
    expect(from.facts).toMatchObject({ pendingRestart: false, max_connections: 30, used: expect.any(Number), unit: 'kB' });
    await dial.write({ from, to: '64MB', key: 'k' }, OPTIONS);
    await untilServerHas('work_mem', '64MB');
    expect(await traces()).toEqual(['work_mem=65536']);
    await dial.write({ from: { value: '64MB' }, to: 4_096, key: 'k' }, OPTIONS);
    await untilServerHas('work_mem', '4MB');
    expect(await traces()).toEqual([]);
  });

  it('says what a plan may count with, whatever our own session has set', async () => {
    // Every session of ours sets it for itself.
    expect(await create({ setting: 'statement_timeout' }).dial.read(OPTIONS)).toMatchObject({ value: 0, facts: { unit: 'ms' } });
    expect((await create({ setting: 'autovacuum' }).dial.read(OPTIONS)).value).toBe(true);
    expect((await create({ setting: 'synchronous_commit' }).dial.read(OPTIONS)).value).toBe('on');
  });

  it.each([
    ['max_connections', 40, 'invalid', /restarted/],
    ['deadlock_timeout', 900, 'invalid', /was started with it \(command line\)/],
    ['search_path', 'a', 'invalid', /is a list/],
    ['autovacuum', 'perhaps', 'invalid', /on or off/],
    ['synchronous_commit', 'perhaps', 'invalid', /local, remote_write/],
    ['work_mem', '10 min', 'invalid', /counts kB, which min is no unit of/],
    ['work_mem', 'much', 'invalid', /is a number of kB/],
    ['work_mem', null, 'invalid', /always has a value/],
    ['no_such_setting', 1, 'not_found', /no setting no_such_setting/],
  ] as const)('refuses %s = %s at rehearsal', async (setting, to, code, says) => {
    const { dial } = asUser(server.url, { setting });
    const from = await dial.read(OPTIONS).catch(() => ({ value: 1 }));
    await expect(dial.rehearse({ from, to }, OPTIONS)).rejects.toMatchObject({
      name: 'PermanentError',
      code,
      message: expect.stringMatching(says),
    });
    await expect(dial.write({ from, to, key: 'k' }, OPTIONS)).rejects.toMatchObject({ name: 'PermanentError', code });
    expect(await traces()).toEqual([]);
  });

  it("refuses what only Postgres knows to be wrong, in Postgres' words", async () => {
    const { dial } = asUser(server.url, { setting: 'datestyle' });
    const from = await dial.read(OPTIONS);
    await dial.rehearse({ from, to: 'SQL, DMY' }, OPTIONS);
    await expect(dial.rehearse({ from, to: 'Nowhere' }, OPTIONS)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'invalid',
      message: expect.stringMatching(/does not take that .*"Nowhere"/),
    });
    // The session has not been left in a broken transaction.
    expect(await dial.read(OPTIONS)).toMatchObject({ value: from.value });
  });

  it('is not fooled by a value that the account has for itself', async () => {
    await admin("ALTER ROLE bongsu_mitigate SET work_mem = '9MB'");
    const { dial } = create({ setting: 'work_mem' });
    await expect(dial.rehearse({ from: { value: 9_216 }, to: 8_192 }, OPTIONS)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/a value of its own/),
    });
    await admin('ALTER ROLE bongsu_mitigate RESET work_mem');
  });

  it('says what to type instead', () => {
    const { dial } = create({ setting: 'work_mem' });
    expect(dial.byHand("8MB'; DROP TABLE coupons; --")).toBe(
      `ALTER SYSTEM SET "work_mem" = '8MB''; DROP TABLE coupons; --'; SELECT pg_reload_conf();`,
    );
  });
});

describe('a setting of a role', () => {
  beforeEach(() => admin('ALTER ROLE app RESET ALL', "ALTER ROLE app SET statement_timeout = '5s'"));
  keepsTheDialContract({
    ...common,
    create: (place) => create({ setting: 'statement_timeout', role: 'app' }, place),
    from: 5_000,
    to: 1_000,
    meddle: () => admin('ALTER ROLE app SET statement_timeout = 2500'),
    meddled: 2_500,
    refused: { to: -1, says: /can be from 0 to/ },
    right: /MITIGATE_DATABASE_URL.*docs\/executors-data\.md/,
    where: () => 'setting statement_timeout of the Postgres role app',
  });

  it('sets what the role had no value for, takes it back, and counts the sessions of the role', async () => {
    const client = new pg.Client({ connectionString: server.urlOf({ user: 'app', password: PASSWORD }) });
    await client.connect();
    const { dial } = create({ setting: 'lock_timeout', role: 'app' });
    const from = await dial.read(OPTIONS);
    expect(from).toEqual({ value: null, facts: { max_connections: 12, used: 1, unit: 'ms' } });
    await client.end();
    await dial.write({ from, to: '2s', key: 'k' }, OPTIONS);
    const { rows } = await asAdmin(server.urlOf({ user: 'app', password: PASSWORD }), (app) => app.query('SHOW lock_timeout'));
    expect(rows).toEqual([{ lock_timeout: '2s' }]);
    await dial.write({ from: { value: '2s' }, to: null, key: 'k' }, OPTIONS);
    await dial.write({ from: { value: '2s' }, to: null, key: 'k' }, OPTIONS);
    expect((await dial.read(OPTIONS)).value).toBeNull();
  });

  it('keeps its session usable after a refusal', async () => {
    const { dial } = create({ setting: 'max_connections', role: 'app' });
    await expect(dial.rehearse({ from: { value: null }, to: 50 }, OPTIONS)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'invalid',
      message: expect.stringMatching(/without restarting/),
    });
    expect((await dial.read(OPTIONS)).value).toBeNull();
  });

  it('says when there is no such role or setting', async () => {
    const refusal = { name: 'PermanentError', code: 'not_found' };
    await expect(create({ setting: 'work_mem', role: 'nobody' }).dial.read(OPTIONS)).rejects.toMatchObject(refusal);
    const { dial } = create({ setting: 'no_such_setting', role: 'app' });
    await expect(dial.rehearse({ from: { value: null }, to: 1 }, OPTIONS)).rejects.toMatchObject(refusal);
  });

  it('says what to type instead, however the role is called', () => {
    const { dial } = create({ setting: 'work_mem', role: 'the "app"' });
    expect(dial.byHand('8MB')).toBe(`ALTER ROLE "the ""app""" SET "work_mem" = '8MB';`);
    expect(dial.byHand(null)).toBe('ALTER ROLE "the ""app""" RESET "work_mem";');
  });
});
