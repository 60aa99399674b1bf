import pg from 'pg';
import { DUE_KINDS, type DueKind, openStorage, type Storage } from '../../../src/storage/index.ts';
import { JOBS } from '../../../src/workflows/registry.ts';
import { Sweeper } from '../../../src/workflows/runtime/sweeper.ts';
import { Ticker, type Topic } from '../../../src/workflows/runtime/wake.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

const NOW = new Date('2026-03-03T05:00:00Z');
const LATER = new Date(NOW.getTime() + 1);

interface Example {
  table: string;
  /** The column with the time in it; absent: its rows are due whenever they are there. */
  at?: string;
  row?: Record<string, unknown>;
  /** What makes a row wait for nothing, although its time has come. */
  over?: Record<string, unknown>;
}

const EXAMPLES: Record<DueKind, Example> = {
  runs: { table: 'runs', at: 'next_at', row: { status: 'running' }, over: { status: 'done' } },
  outbox: { table: 'outbox', at: 'next_at', row: { status: 'pending', lane: 'page', claimed_by: null }, over: { status: 'done' } },
  updates: { table: 'updates', at: 'next_at' },
  briefings: { table: 'incidents', at: 'briefing_due_at', row: { severity: 'sev1', state: 'open', declared_via: 'command' } },
  charts: { table: 'briefing_charts', at: 'due_at' },
  deadlines: { table: 'deadlines', at: 'due_at', row: { state: 'pending', remind_at: null }, over: { state: 'kept' } },
  reminders: { table: 'deadlines', at: 'remind_at', row: { state: 'pending', due_at: null }, over: { state: 'kept' } },
  escalations: { table: 'escalations', at: 'next_at' },
  pages: { table: 'pages', at: 'next_at', row: { delivered: 0 } },
  'page-repeats': { table: 'pages', at: 'next_at', row: { delivered: 1 } },
  'follow-ups': { table: 'follow_ups', at: 'next_at' },
  diagnoses: { table: 'diagnoses', at: 'next_at' },
  watches: { table: 'watches', at: 'next_at' },
  alerts: { table: 'alerts', at: 'due_at' },
  collections: { table: 'analyses', at: 'next_at', row: { run_id: null }, over: { run_id: 'analysis-1' } },
  mitigations: { table: 'mitigation_runs', at: 'next_at' },
  'heap-baselines': { table: 'heap_baselines', at: 'next_at' },
  timers: { table: 'timers', at: 'due_at' },
  subscribers: { table: 'subscription_notices', at: 'at', over: { spread_at: NOW } },
  'subscriber-mails': { table: 'subscription_deliveries', at: 'next_at', row: { way: 'mail' }, over: { state: 'sent' } },
  'subscriber-webhooks': { table: 'subscription_deliveries', at: 'next_at', row: { way: 'webhook' }, over: { state: 'sent' } },
};

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let database: FreshDatabase;
let storage: Storage;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: quiet });
  await storage.lease.take();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // One row says all that is asked here: what it points to need not be there.
  await client.query('set session_replication_role = replica');
});
afterAll(async () => {
  await client.end();
  await storage.close();
  await database.drop();
});

/** A row with what must be in it, and this. Its checks are dropped: which words a column takes is not what is asked here. */
async function insert({ table }: Example, given: Record<string, unknown>): Promise<void> {
  const { rows: checks } = await client.query(`select conname from pg_constraint where conrelid = $1::regclass and contype = 'c'`, [table]);
  for (const { conname } of checks) await client.query(`alter table ${table} drop constraint "${conname}"`);
  const { rows: columns } = await client.query(
    `select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and column_default is null and is_identity = 'NO'`,
    [table],
  );
  const row: Record<string, unknown> = { ...Object.fromEntries(columns.map(({ name, type }) => [name, someValue(type)])), ...given };
  const names = Object.keys(row);
  await client.query(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
}

function someValue(type: string): unknown {
  if (type === 'boolean') return false;
  if (/int|double|numeric|real/.test(type)) return 1;
  if (/time|date/.test(type)) return NOW;
  return /json/.test(type) ? '{}' : 'x';
}

it('is asked of topics that are drained, and nothing is due where nothing is', async () => {
  expect(DUE_KINDS.filter((kind) => !(kind in JOBS))).toEqual([]);
  expect(await storage.due.kinds(NOW)).toEqual([]);
});

it.each(Object.entries(EXAMPLES) as [DueKind, Example][])('finds %s when their time has come, and no sooner', async (kind, example) => {
  const { table, at = '', row = {}, over } = example;
  const found = async (given: Record<string, unknown>, now: Date) => {
    await insert(example, { ...row, ...given });
    const kinds = await storage.due.kinds(now);
    await client.query(`delete from ${table}`);
    return kinds;
  };
  expect(await found({ [at]: NOW }, NOW)).toEqual([kind]);
  expect(await found({ [at]: LATER }, NOW)).toEqual([]);
  if (over) expect(await found({ [at]: NOW, ...over }, NOW)).toEqual([]);
});

it.each(Object.entries(EXAMPLES) as [DueKind, Example][])('knows when the next of %s is due', async (kind, example) => {
  const { table, at = '', row = {} } = example;
  expect(await storage.due.next(kind, NOW)).toBeUndefined();
  await insert(example, { ...row, [at]: LATER });
  expect(await storage.due.next(kind, NOW)).toEqual(LATER);
  expect(await storage.due.next(kind, LATER)).toBeUndefined();
  await client.query(`delete from ${table}`);
});

it('knows of the next rows of an analysis while a batch of it is collected', async () => {
  await insert({ table: 'analyses' }, { next_at: LATER, run_id: 'analysis-1' });
  expect(await storage.due.next('collections', NOW)).toEqual(LATER);
  await client.query('delete from analyses');
});

it('finds alerts that nobody has looked at, and messages whose sender may be gone', async () => {
  await insert({ table: 'alert_events' }, {});
  expect(await storage.due.kinds(NOW)).toEqual(['alerts']);
  await client.query('update alert_events set set_aside_at = $1', [NOW]);
  expect(await storage.due.kinds(NOW)).toEqual([]);
  await insert({ table: 'outbox' }, { status: 'pending', lane: 'page', next_at: LATER, claimed_by: 7 });
  expect(await storage.due.kinds(NOW)).toEqual(['outbox']);
  await client.query('delete from outbox');
});

it('has a sweep drain what is due and what cannot be asked for, and everything once in a while', async () => {
  let drained: Topic[] = [];
  const clock = { now: () => NOW };
  const ticker = new Ticker(clock, quiet, storage.lease, storage);
  for (const topic of ['updates', 'deadlines', 'places'] as const) ticker.register(topic, async () => void drained.push(topic));
  const sweeper = new Sweeper(ticker, storage, clock);
  const look = async () => {
    drained = [];
    await sweeper.look();
    return drained;
  };
  expect(await look()).toEqual(['updates', 'deadlines', 'places']);
  expect(await look()).toEqual(['places']);
  await insert({ table: 'updates' }, { next_at: NOW });
  expect(await look()).toEqual(['updates', 'places']);
  await client.query('delete from updates');
  const rest: Topic[][] = [];
  for (let n = 4; n <= 13; n += 1) rest.push(await look());
  expect(rest.slice(0, -1).every((topics) => topics.join() === 'places')).toBe(true);
  expect(rest.at(-1)).toEqual(['updates', 'deadlines', 'places']);
});
