import pg from 'pg';
import { LeaseLost } from '../../../src/domain/process/lease.ts';
import { openStorage, type Storage, type Stores } from '../../../src/storage/index.ts';
import { declareRun } from '../../../src/workflows/incident/declare/steps.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** Changes of a transaction leave together: in their order, all or none, and seen by whatever is asked after them. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const NOW = new Date('2026-03-03T05:00:00Z');
const LATER = new Date('2026-03-03T05:01:00Z');

let database: FreshDatabase;
let storage: Storage;
let id: number;

beforeEach(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: quiet });
  id = (await storage.incidents.insert(bareIncident(NOW))).id;
});

afterEach(async () => {
  await storage.close();
  await database.drop();
});

const note = (text: string) => ({ incidentId: id, at: NOW, kind: 'note', actor: 'U0MINJI', data: { text } });

it('what is asked sees what was changed before it', async () => {
  await storage.transaction(async (stores) => {
    await stores.updates.start(id, NOW);
    await stores.timeline.append(note('one'));
    await stores.timeline.append(note('two'));
    expect((await stores.timeline.of(id)).map(({ data }) => data.text)).toEqual(['one', 'two']);
    expect((await stores.updates.of(id))?.nextAt).toEqual(NOW);
    await stores.updates.start(id, LATER);
    await stores.timeline.append(note('three'));
  });
  expect(await storage.timeline.of(id)).toHaveLength(3);
  expect((await storage.updates.of(id))?.nextAt).toEqual(LATER);
});

it('changes of one table that are asked for side by side leave one after the other', async () => {
  await storage.transaction(async (stores) => {
    await stores.updates.start(id, NOW);
    await Promise.all([NOW, LATER].map((at) => stores.updates.start(id, at)));
  });
  expect((await storage.updates.of(id))?.nextAt).toEqual(LATER);
});

it('nothing stays of a transaction that failed before its changes left, nor of one that failed after some had', async () => {
  const failing = (between: (stores: Stores) => Promise<unknown>) =>
    storage.transaction(async (stores) => {
      await stores.timeline.append(note('never'));
      await between(stores);
      await stores.updates.start(id, NOW);
      throw new Error('the process broke here');
    });
  await expect(failing(async () => {})).rejects.toThrow('broke');
  await expect(failing((stores) => stores.timeline.of(id))).rejects.toThrow('broke');
  // The same table again: the first leaves before the second, and is undone with it.
  await expect(failing((stores) => stores.timeline.append(note('nor this')))).rejects.toThrow('broke');
  expect(await storage.timeline.of(id)).toEqual([]);
  expect(await storage.updates.of(id)).toBeUndefined();
});

it('what is written for a run that another process has undoes all that leaves with it', async () => {
  const { number } = await storage.lease.take();
  const run = { id: 'declare-1', heldBy: number };
  const input = { responseUrl: null, answerIn: null, declarer: null };
  await storage.runs.insert(declareRun.row({ id: run.id, incidentId: id, input, createdAt: NOW, nextAt: NOW }));
  await storage.runs.take(run.id, number);
  await storage.steps.begin(run, 'channel.create', NOW);
  const record = (heldBy: number) =>
    storage.transaction(async (stores) => {
      await stores.steps.done({ ...run, heldBy }, 'channel.create', { channel: 'C1' });
      await stores.incidents.place(id, { channelId: 'C1' });
      await stores.timeline.append(note('placed'));
    });
  await expect(record(number + 1)).rejects.toBeInstanceOf(LeaseLost);
  expect((await storage.steps.find(run.id, 'channel.create'))?.status).toBe('started');
  expect((await storage.incidents.find(id))?.channelId).toBeNull();
  expect(await storage.timeline.of(id)).toEqual([]);
  await record(number);
  expect((await storage.steps.find(run.id, 'channel.create'))?.status).toBe('done');
  expect((await storage.incidents.find(id))?.channelId).toBe('C1');
});

it('locks are taken in the order in which the changes were asked for', async () => {
  await storage.updates.start(id, NOW);
  await storage.escalations.start(id, 0, NOW);
  const others = new pg.Client({ connectionString: database.url });
  await others.connect();
  try {
    await others.query('begin');
    await others.query('select 1 from updates where incident_id = $1 for update', [id]);
    const changing = storage.transaction(async (stores) => {
      await stores.updates.start(id, LATER);
      await stores.escalations.start(id, 1, LATER);
    });
    await waiting(others);
    // It waits for the first one and has nothing of the second.
    const { rows } = await others.query('select step from escalations where incident_id = $1 for update nowait', [id]);
    expect(rows).toEqual([{ step: 0 }]);
    await others.query('commit');
    await changing;
    expect((await storage.escalations.of(id))?.step).toBe(1);
  } finally {
    await others.end();
  }
});

it('whether a single statement was carried out whose answer was lost nobody knows; of one that is refused it is known', async () => {
  await storage.updates.start(id, NOW);
  const others = new pg.Client({ connectionString: database.url });
  await others.connect();
  try {
    await others.query('begin');
    await others.query('select 1 from updates where incident_id = $1 for update', [id]);
    const lost = storage.transaction((stores) => stores.updates.start(id, LATER)).catch((error: unknown) => error);
    await waiting(others);
    await others.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    expect(storage.isUndecided(await lost)).toBe(true);
    await others.query('commit');
  } finally {
    await others.end();
  }
  const refused = await storage.transaction((stores) => stores.updates.start(id + 1, LATER)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ driverError: { code: '23503' } });
  expect(storage.isUndecided(refused)).toBe(false);
});

/** Resolves when somebody waits for a lock. */
async function waiting(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
    if (rows.length > 0) return;
  }
}
