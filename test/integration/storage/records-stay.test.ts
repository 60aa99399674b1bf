import pg from 'pg';
import { writtenOnceCheck } from '../../../src/cli/doctor/written-once.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

let database: FreshDatabase;
let storage: Storage;
let client: pg.Client;
const at = new Date('2026-03-03T05:00:00.000Z');

beforeEach(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
  await storage.migrate();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { id } = await storage.incidents.insert(bareIncident(at));
  await storage.timeline.append({ incidentId: id, at, kind: 'incident.declared', actor: 'U0MINJI', data: { title: 'late' } });
  await storage.timeline.appendMany(
    ['first', 'second'].map((text) => ({ incidentId: id, at, kind: 'note.added', actor: 'U0JISOO', data: { text } })),
  );
  for (const what of ['asked', 'approved', 'done'])
    await storage.mitigationAudit.append({ runId: null, incidentId: id, at, actor: 'U0MINJI', what });
});
afterEach(async () => {
  await client.end();
  await storage.close();
  await database.drop();
});

const broken = async (): Promise<string[][]> => (await storage.records.check()).map((seen) => seen.broken);

/** As somebody who owns the tables can. */
async function pastTheTriggers(statement: string): Promise<void> {
  await client.query(`set session_replication_role = replica; ${statement}; set session_replication_role = origin`);
}

describe.each(['timeline', 'mitigation_audit'])('met-K17: the table %s', (table) => {
  it.each([
    `update ${table} set actor = 'U0OTHER'`,
    `update ${table} set at = now() where id = 1`,
    `update ${table} set actor = 'erased'`,
    `delete from ${table}`,
    `delete from ${table} where id = 2`,
    `truncate ${table}`,
    'truncate incidents cascade',
    'delete from incidents',
  ])('refuses %s, even of the role that owns it', async (statement) => {
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    expect((await client.query(`select count(*)::int as n from ${table}`)).rows).toEqual([{ n: 3 }]);
    expect(await broken()).toEqual([[], []]);
  });

  it.each([
    ['a changed name', `update ${table} set actor = 'U0OTHER' where id = 2`, '2'],
    ['a changed time', `update ${table} set at = at + interval '1 hour' where id = 2`, '2'],
    ['a removed entry', `delete from ${table} where id = 2`, '3'],
    ['a name instead of an erased one', `update ${table} set actor = 'U0OTHER', salt = null where id = 2`, '2'],
  ])('tells of %s that got round it', async (_what, statement, id) => {
    await pastTheTriggers(statement);
    expect((await broken())[table === 'timeline' ? 0 : 1]).toContain(id);
  });
});

it('met-K17: tells of an entry of the audit that was given to another run', async () => {
  await pastTheTriggers('update mitigation_audit set run_id = 7 where id = 2');
  expect((await broken())[1]).toContain('2');
});

it('met-K17: names and words can be erased, and the chain holds', async () => {
  await client.query("update timeline set actor = 'erased', data = '{}', salt = null where actor = 'U0JISOO'");
  await client.query("update mitigation_audit set actor = 'erased', detail = '{}', salt = null");
  await storage.timeline.append({ incidentId: 1, at, kind: 'note.added', actor: 'U0MINJI' });
  expect(await broken()).toEqual([[], []]);
  expect((await storage.timeline.of(1)).map(({ actor }) => actor)).toEqual(['U0MINJI', 'erased', 'erased', 'U0MINJI']);
});

it('met-K17: entries from before there were digests are left alone, and those after them are chained', async () => {
  await pastTheTriggers('update timeline set salt = null, words = null, previous = null, digest = null');
  await storage.timeline.append({ incidentId: 1, at, kind: 'note.added', actor: 'U0MINJI' });
  expect((await storage.records.check())[0]).toMatchObject({ count: 1, broken: [] });
});

it('met-K17: doctor says whether they are as they were written', async () => {
  const look = async () =>
    await writtenOnceCheck.run({
      config: { databaseUrl: { reveal: () => database.url } },
      log: createLog({ level: 'silent' }),
      timeoutMs: 20_000,
    } as unknown as Parameters<typeof writtenOnceCheck.run>[0]);
  expect((await look()).map(({ level, text }) => [level, /^3 entries are as they were written; the last digest is/.test(text)])).toEqual([
    ['ok', true],
    ['ok', true],
  ]);
  await pastTheTriggers("update timeline set kind = 'note.changed' where id = 3");
  expect((await look()).map(({ level }) => level)).toEqual(['fail', 'ok']);
});
