import { eventually } from '../support/clocks/eventually.ts';
import { describeWith } from '../support/run/services.ts';
import { freshDatabase } from '../support/servers/database.ts';
import { expectCourse, OUTAGE_MS, type Outage, startOutage } from './stage/outage.ts';

/**
 * The queue is lost in mid-incident, as it may be: Redis holds wake-ups and no truth. A real bot and a real Redis, in which nothing is
 * lost, nothing doubled, and everything at most one sweep late, during the outage too.
 */
/** Some twenty seconds each; a machine that is busy with other things needs longer to start them. */
const CASE_MS = 240_000;

describeWith('own-redis', (getUrl, getRedis) => {
  let outage: Outage | undefined;
  let drop: (() => Promise<void>) | undefined;

  async function begin(how: { sweepEveryMs?: number } = {}): Promise<Outage> {
    const database = await freshDatabase();
    drop = database.drop;
    outage = await startOutage({ databaseUrl: database.url, redisUrl: getUrl(), ...how });
    return outage;
  }

  afterEach(async () => {
    await outage?.close();
    await drop?.();
  });

  it(
    'emptied while wake-ups wait in it: the sweep finds what they were for',
    async () => {
      const incident = await begin();
      const since = await incident.declare();
      await incident.at(1_500);
      expect(await getRedis().delayed()).toBeGreaterThan(0);
      await getRedis().empty();
      await expectCourse(incident, since);
      expect(await getRedis().delayed()).toBeGreaterThan(0);
    },
    CASE_MS,
  );

  it(
    'killed and started again four minutes later: what is due in between is done by the sweep',
    async () => {
      const incident = await begin();
      const since = await incident.declare();
      await incident.at(1_500);
      await getRedis().kill();
      await incident.at(1_500 + OUTAGE_MS);
      await getRedis().start();
      await expectCourse(incident, since);
      await eventually('wake-ups are queued again', async () => ((await getRedis().delayed()) > 0 ? true : undefined));
      expect(incident.bot.alive).toBe(true);
    },
    CASE_MS,
  );

  it(
    'back after an outage: wake-ups are served by it again, and need no sweep',
    async () => {
      const incident = await begin({ sweepEveryMs: 0 });
      await getRedis().kill();
      await getRedis().start();
      await eventually('the bot is connected', async () => ((await getRedis().clients()) >= 3 ? true : undefined));
      const since = await incident.declare();
      await expectCourse(incident, since);
    },
    CASE_MS,
  );
});
