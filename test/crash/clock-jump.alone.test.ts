import { BotProcess } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { describeWith } from '../support/run/services.ts';
import { itSideBySide } from '../support/run/side-by-side.ts';
import { asAdmin } from '../support/run/test-run.ts';
import { type FreshDatabase, freshDatabase } from '../support/servers/database.ts';
import { expectCourse, startOutage } from './stage/outage.ts';

/**
 * A real process, and a real database, whose clock is put forward by an hour in mid-incident, and back: what is due comes at its time, once, and
 * nothing else does. By the clock that jumped, everything until the second update would be due at once.
 */
const HOUR_MS = 3_600_000;
/** Of the incident, in real milliseconds: between the declaration and what is due next, and for two minutes of its life. */
const JUMPS_AT = 1_500;
const BACK_AT = 8_000;

interface Jump {
  bot?: BotProcess;
  /** Readies a database for it; what sets its clock, or the process's, ahead. */
  prepare: (database: FreshDatabase) => Promise<(aheadMs: number) => void | Promise<void>>;
  /** Of the concern that it is told as. */
  code: string;
  earlyMs?: number;
}

async function rideOut({ bot = new BotProcess(), prepare, code, earlyMs }: Jump): Promise<void> {
  const database = await freshDatabase();
  try {
    const set = await prepare(database);
    const outage = await startOutage({ databaseUrl: database.url, bot });
    try {
      const since = await outage.declare();
      await outage.at(JUMPS_AT);
      await set(HOUR_MS);
      await eventually('the jump is told', async () => ((await outage.concerns()).includes(code) ? true : undefined), BACK_AT - JUMPS_AT);
      await outage.at(BACK_AT);
      await set(0);
      await expectCourse(outage, since, earlyMs === undefined ? {} : { earlyMs });
      expect(await outage.isReady()).toBe(true);
    } finally {
      await outage.close();
    }
  } finally {
    await database.drop();
  }
}

async function withClockOfItsOwn({ url }: FreshDatabase): Promise<(aheadMs: number) => Promise<void>> {
  await asAdmin(url, (client) =>
    client.query(`
      create schema fake;
      create table fake.ahead (ms float8 not null);
      insert into fake.ahead values (0);
      create function fake.clock_timestamp() returns timestamptz language sql volatile as $$
        select pg_catalog.clock_timestamp() + ms * interval '1 ms' from fake.ahead $$;
      do $$ begin execute format('alter database %I set search_path = fake, public, pg_catalog', current_database()); end $$`),
  );
  return async (aheadMs) => {
    await asAdmin(url, (client) => client.query('update fake.ahead set ms = $1', [aheadMs]));
  };
}

// What is made good of the jump, a twentieth of the time that passes, makes time go so much faster.
const databaseJumps = () => rideOut({ prepare: withClockOfItsOwn, code: 'database-clock', earlyMs: (BACK_AT - JUMPS_AT) / 10 });

describeWith('faketime', (_getUrl, getClock) => {
  it("met-K9: nothing happens early or late when the process's clock jumps by an hour and back", async () => {
    const { environment, set } = getClock();
    await rideOut({ bot: new BotProcess(environment), prepare: async () => set, code: 'host-clock' });
  });
});

// Told meanwhile.
itSideBySide([[["nothing happens early or late when the database's clock jumps by an hour and back", databaseJumps]]]);
