import { BotProcess } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { describeWith } from '../support/run/services.ts';
import { asAdmin } from '../support/run/test-run.ts';
import { type FreshDatabase, freshDatabase } from '../support/servers/database.ts';
import { expectCourse, type Outage, startOutage } from './stage/outage.ts';

/**
 * A real process, and a real database, whose clock is put forward by an hour in mid-incident, and back: what is due comes at its time, once, and
 * nothing else does. By the clock that jumped, everything until the second update would be due at once.
 */
const HOUR_MS = 3_600_000;
/** Of the incident, in real milliseconds: between the declaration and what is due next, and for two minutes of its life. */
const JUMPS_AT = 1_500;
const BACK_AT = 8_000;

let database: FreshDatabase;
let outage: Outage;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  await outage.close();
  await database.drop();
});

async function rideOut(
  bot: BotProcess,
  { set, code, earlyMs }: { set: (aheadMs: number) => void | Promise<void>; code: string; earlyMs?: number },
): Promise<void> {
  outage = await startOutage({ databaseUrl: database.url, bot });
  const since = await outage.declare();
  await outage.at(JUMPS_AT);
  await set(HOUR_MS);
  await eventually('the jump is told', async () => ((await outage.concerns()).includes(code) ? true : undefined), BACK_AT - JUMPS_AT);
  await outage.at(BACK_AT);
  await set(0);
  await expectCourse(outage, since, earlyMs === undefined ? {} : { earlyMs });
  expect(await outage.isReady()).toBe(true);
}

describeWith('faketime', (_getUrl, getClock) => {
  it("met-K9: nothing happens early or late when the process's clock jumps by an hour and back", async () => {
    const clock = getClock();
    await rideOut(new BotProcess(clock.environment), { set: clock.set, code: 'host-clock' });
  });
});

it("nothing happens early or late when the database's clock jumps by an hour and back", async () => {
  await asAdmin(database.url, (client) =>
    client.query(`
      create schema fake;
      create table fake.ahead (ms float8 not null);
      insert into fake.ahead values (0);
      create function fake.clock_timestamp() returns timestamptz language sql volatile as $$
        select pg_catalog.clock_timestamp() + ms * interval '1 ms' from fake.ahead $$;
      do $$ begin execute format('alter database %I set search_path = fake, public, pg_catalog', current_database()); end $$`),
  );
  const set = async (aheadMs: number) => {
    await asAdmin(database.url, (client) => client.query('update fake.ahead set ms = $1', [aheadMs]));
  };
  // What is made good of the jump, a twentieth of the time that passes, makes time go so much faster.
  await rideOut(new BotProcess(), { set, code: 'database-clock', earlyMs: (BACK_AT - JUMPS_AT) / 10 });
});
