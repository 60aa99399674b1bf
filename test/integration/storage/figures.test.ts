import pg from 'pg';
import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

const COUNTED = { since: new Date('2026-03-01T00:00:00Z'), until: new Date('2026-04-01T00:00:00Z'), hidden: [] as number[] };
const ZONES = { people: { U0JONAS: 'Europe/Berlin' }, team: 'Asia/Seoul' };

let database: FreshDatabase;
let storage: Storage;
let client: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }) });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // 1: resolved, by an alert. 2: a false alarm of a watch. 3: goes on, of another service. 4: before the time. 5: private.
  await client.query(`
    insert into incidents (service, title, severity, state, private, declared_by, declared_via, detected_at, onset_at, clock_started_at, mitigated_at, resolved_at, cancelled_at)
    select service, 'x', 'sev1', state, private, 'U0MINJI', via, at, at - interval '3 minutes', at,
           case state when 'resolved' then at + interval '20 minutes' end, case state when 'resolved' then at + interval '1 hour' end,
           case state when 'cancelled' then at + interval '5 minutes' end
      from (values (1, 'coupon', 'resolved', false, 'alert', timestamptz '2026-03-03 18:00Z'), (2, 'coupon', 'cancelled', false, 'watch', '2026-03-04 00:00Z'),
                   (3, 'shop', 'open', false, 'command', '2026-03-07 02:00Z'), (4, 'coupon', 'resolved', false, 'alert', '2026-02-03 00:00Z'),
                   (5, 'coupon', 'resolved', true, 'command', '2026-03-05 00:00Z')) given(n, service, state, private, via, at) order by n`);
  await client.query(`
    insert into pages (incident_id, level, user_id, cause, created_at, sent_at, acknowledged_at, acknowledged_by)
    values (1, 'L1', 'U0MINJI', 'A1', '2026-03-03 18:01Z', '2026-03-03 18:01Z', '2026-03-03 18:04Z', 'U0MINJI'),
           (1, 'L2', 'U0JONAS', 'A2', '2026-03-03 18:30Z', '2026-03-03 18:30Z', null, null),
           (1, 'L2', 'U0HANA', 'A2', '2026-03-03 18:30Z', null, null, null),
           (2, 'L1', 'U0MINJI', 'A1', '2026-03-04 00:01Z', '2026-03-04 00:01Z', null, null),
           (3, 'L1', 'U0JONAS', 'A1', '2026-03-07 02:01Z', '2026-03-07 02:01Z', null, null)`);
  await client.query(
    `insert into incident_roles (incident_id, role, user_id, assigned_by, assigned_at) values (1, 'commander', 'U0SORA', 'U0SORA', '2026-03-03 18:30Z')`,
  );
  await client.query(`
    insert into deadlines (incident_id, row_id, due_at, state, settled_at)
    values (1, 'A1', '2026-03-03 18:05Z', 'kept', '2026-03-03 18:04Z'), (1, 'A2', '2026-03-03 18:30Z', 'missed', '2026-03-03 18:30Z'),
           (1, 'C1', '2026-03-03 18:30Z', 'waived', '2026-03-03 18:30Z'), (3, 'A1', '2026-03-07 02:05Z', 'missed', '2026-03-07 02:05Z'),
           (2, 'A1', '2026-03-04 00:05Z', 'missed', '2026-03-04 00:05Z')`);
});
afterAll(async () => {
  await client.end();
  await storage.close();
  await database.drop();
});

describe('figures of a month', () => {
  it('leave out false alarms, other times, and what is none of the reader’s business', async () => {
    const { figures } = storage;
    const ids = async (more: object) => (await figures.moments({ ...COUNTED, ...more })).map(({ id }) => id).sort();
    expect(await ids({})).toEqual([1, 3, 5]);
    expect(await ids({ hidden: [5] })).toEqual([1, 3]);
    expect(await ids({ service: 'shop' })).toEqual([3]);
    expect(await figures.states(COUNTED)).toEqual({ falseAlarms: 1, active: 1 });
    const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);
    expect((await figures.moments({ ...COUNTED, service: 'coupon', hidden: [5] }))[0]).toEqual({
      id: 1,
      service: 'coupon',
      scenario: null,
      severity: 'sev1',
      onset: at('17:57'),
      detected: at('18:00'),
      paged: at('18:01'),
      acknowledged: at('18:04'),
      mitigated: at('18:20'),
      resolved: at('19:00'),
    });
  });

  it('count rows kept and missed, the most missed first', async () => {
    expect(await storage.figures.rows(COUNTED)).toEqual([
      { row: 'A1', kept: 1, missed: 1 },
      { row: 'A2', kept: 0, missed: 1 },
    ]);
  });

  it('count pages that left, by the night and the weekend of each person', async () => {
    // 18:01Z is three in the morning in Seoul; 18:30Z is half past seven in the evening in Berlin, 02:01Z on Saturday three in the morning there.
    expect(await storage.figures.people(COUNTED, ZONES)).toEqual([
      { user: 'U0JONAS', pages: 2, atNight: 1, atWeekend: 1, nights: 1 },
      { user: 'U0MINJI', pages: 1, atNight: 1, atWeekend: 0, nights: 1 },
    ]);
  });

  it('count alerts with their false alarms, and the hours of people until recovery', async () => {
    expect(await storage.figures.alerts(COUNTED)).toEqual({ heard: 0, declared: 2, falseAlarms: 1 });
    // Minji from 18:04 and sora from 18:30 until 19:00.
    expect((await storage.figures.personMs(COUNTED)) / 60_000).toBe(56 + 30);
    expect(await storage.figures.mitigations(COUNTED)).toEqual([]);
    expect(await storage.figures.followUps(COUNTED)).toEqual({ onTime: 0, late: 0, overdue: 0, open: 0 });
  });
});
