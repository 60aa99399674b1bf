import pg from 'pg';
import { type OutboxRow, openStorage, type Storage } from '../../../src/storage/index.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** A message begins to wait for a place in the very moment in which somebody brings that place, or another one, back. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const NOW = new Date('2026-03-03T05:00:00Z');
const WHEN = { untilAt: new Date('2027-03-03T05:00:00Z'), soonAt: new Date('2026-03-03T05:00:01Z'), atHome: true };
const SAID = { en: 'archived', ko: '보관됨' };

let database: FreshDatabase;
let storage: Storage;
let admin: pg.Client;

beforeEach(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: quiet });
  await storage.lease.take();
  admin = new pg.Client(database.url);
  await admin.connect();
});

afterEach(async () => {
  await admin.end();
  await storage.close();
  await database.drop();
});

/** An incident whose channel C1 is gone, and its message, as the process has it that Slack has just refused. */
async function refused(): Promise<{ incidentId: number; row: OutboxRow }> {
  const { id: incidentId } = await storage.incidents.insert(bareIncident(NOW));
  await storage.gonePlaces.add({ channelId: 'C1', code: 'is_archived', said: SAID, goneAt: NOW, probes: 1, probeAt: NOW });
  await storage.outbox.add(messageRow('said', 'update', { incidentId, destination: { to: 'home' } }), NOW);
  const [row] = await storage.outbox.claim(storage.lease.current?.number ?? Number.NaN, ['update'], NOW, WHEN.soonAt, 1);
  if (!row) throw new Error('It was not taken.');
  return { incidentId, row };
}

/** Until somebody waits for a lock in this database, or `done`. */
async function blockedOr(done: Promise<unknown>): Promise<void> {
  let over = false;
  void done.finally(() => {
    over = true;
  });
  await eventually('nobody waits for a lock', async () => {
    const { rows } = await admin.query(
      `select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`,
    );
    return over || rows.length > 0 ? true : undefined;
  });
}

const nextAt = async (incidentId: number) => (await storage.outbox.of(incidentId))[0]?.nextAt;

it('met-B4: a place that is found meanwhile is where it goes, and not after a year', async () => {
  const { incidentId, row } = await refused();
  let waiting: Promise<Date | undefined> = Promise.resolve(undefined);
  await storage.transaction(async (stores) => {
    await stores.incidents.place(incidentId, { channelId: 'C2' });
    await stores.outbox.homeFound(incidentId, NOW);
    waiting = storage.outbox.waitFor(row, 'C1', WHEN, 'archived');
    await blockedOr(waiting);
  });
  expect(await waiting).toEqual(WHEN.soonAt);
});

it('met-B4: one that begins to wait while a place is found is let go of', async () => {
  const { incidentId, row } = await refused();
  let finding: Promise<void> = Promise.resolve();
  await storage.transaction(async (stores) => {
    expect(await stores.outbox.waitFor(row, 'C1', WHEN, 'archived')).toEqual(WHEN.untilAt);
    finding = storage.transaction(async (theirs) => {
      await theirs.incidents.place(incidentId, { channelId: 'C2' });
      await theirs.outbox.homeFound(incidentId, NOW);
    });
    await blockedOr(finding);
  });
  await finding;
  expect(await nextAt(incidentId)).toEqual(NOW);
});

it('met-B4: one that waits already is let go of by whoever finds the place', async () => {
  const { incidentId, row } = await refused();
  expect(await storage.outbox.waitFor(row, 'C1', WHEN, 'archived')).toEqual(WHEN.untilAt);
  await storage.transaction(async (stores) => {
    await stores.incidents.place(incidentId, { channelId: 'C2' });
    await stores.outbox.homeFound(incidentId, NOW);
  });
  expect(await nextAt(incidentId)).toEqual(NOW);
});

it('met-B4: a channel that comes back meanwhile is not waited for', async () => {
  const { row } = await refused();
  let waiting: Promise<Date | undefined> = Promise.resolve(undefined);
  await storage.transaction(async (stores) => {
    await stores.gonePlaces.remove('C1');
    waiting = storage.outbox.waitFor(row, 'C1', WHEN, 'archived');
    await blockedOr(waiting);
  });
  expect(await waiting).toEqual(WHEN.soonAt);
});
