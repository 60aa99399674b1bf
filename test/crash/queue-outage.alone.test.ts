import { eventually } from '../support/clocks/eventually.ts';
import { describeWith } from '../support/run/services.ts';
import { itSideBySide } from '../support/run/side-by-side.ts';
import { freshDatabase } from '../support/servers/database.ts';
import type { OwnRedis } from '../support/servers/own-redis.ts';
import { expectCourse, OUTAGE_MS, type Outage, startOutage } from './stage/outage.ts';

/**
 * The queue is lost in mid-incident, as it may be: Redis holds wake-ups and no truth. A real bot and a real Redis, in which nothing is
 * lost, nothing doubled, and everything at most one sweep late, during the outage too.
 */
describeWith('own-redis', (_getUrl, getServer) => {
  /** A bot, a database and a Redis that no other story knows. */
  async function withOwnRedis(how: { sweepEveryMs?: number }, play: (incident: Outage, redis: OwnRedis) => Promise<void>): Promise<void> {
    const [database, redis] = await Promise.all([freshDatabase(), getServer().another()]);
    try {
      const outage = await startOutage({ databaseUrl: database.url, redisUrl: redis.url, ...how });
      await play(outage, redis).finally(() => outage.close());
    } finally {
      await redis.stop();
      await database.drop();
    }
  }

  const emptied = () =>
    withOwnRedis({}, async (incident, redis) => {
      const since = await incident.declare();
      await incident.at(1_500);
      expect(await redis.delayed()).toBeGreaterThan(0);
      await redis.empty();
      await expectCourse(incident, since);
      expect(await redis.delayed()).toBeGreaterThan(0);
    });

  const killed = () =>
    withOwnRedis({}, async (incident, redis) => {
      const since = await incident.declare();
      await incident.at(1_500);
      await redis.kill();
      await incident.at(1_500 + OUTAGE_MS);
      await redis.start();
      await expectCourse(incident, since);
      await eventually('wake-ups are queued again', async () => ((await redis.delayed()) > 0 ? true : undefined));
      expect(incident.bot.alive).toBe(true);
    });

  const back = () =>
    withOwnRedis({ sweepEveryMs: 0 }, async (incident, redis) => {
      await redis.kill();
      await redis.start();
      await eventually('the bot is connected', async () => ((await redis.clients()) >= 3 ? true : undefined));
      const since = await incident.declare();
      await expectCourse(incident, since);
    });

  itSideBySide([
    [['emptied while wake-ups wait in it: the sweep finds what they were for', emptied]],
    [['killed and started again four minutes later: what is due in between is done by the sweep', killed]],
    [['back after an outage: wake-ups are served by it again, and need no sweep', back]],
  ]);
});
