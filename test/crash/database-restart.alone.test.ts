import { eventually } from '../support/clocks/eventually.ts';
import { describeWith } from '../support/run/services.ts';
import { itSideBySide, type Story } from '../support/run/side-by-side.ts';
import { startOwnPostgres } from '../support/servers/own-postgres.ts';
import { expectCourse, type Outage, startOutage } from './stage/outage.ts';

/**
 * The database restarts in mid-incident, in order or killed, and stays away while pages, L2 and a deadline come due: the bot lives on, takes
 * everything up by itself when the database is back, and nothing comes twice.
 */
const DOWN = { from: 1_500, to: 4_300 } as const;
/** A server that has just come back is given longer than a sweep: what is asserted is that everything comes, and once. */
const BACK_WITHIN_MS = 10_000;
/** BullMQ on Postgres listens again only after a while; the sweep, which is off here, bridges that. */
const SERVED_WITHIN_MS = 20_000;

type Way = 'fast' | 'killed';

function suite(ways: readonly Way[], getRedis: () => string | undefined): void {
  itSideBySide([
    ...ways.map((how): Story[] => [
      [`stopped (${how}) and started again: pages, escalation and updates resume by themselves`, () => restarted(how)],
    ]),
    [['wake-ups are served again, and need no sweep', servedAgain]],
  ]);

  async function restarted(how: Way): Promise<void> {
    await withOwnPostgres({}, async (outage, postgres) => {
      const since = await outage.declare();
      await outage.at(DOWN.from);
      const from = Date.now() - since;
      await postgres.stop(how);
      await outage.at(DOWN.to);
      await postgres.start();
      const to = Date.now() - since;
      await expectCourse(outage, since, { from, to, lateMs: BACK_WITHIN_MS });
      expect(outage.bot.alive).toBe(true);
    });
  }

  async function servedAgain(): Promise<void> {
    await withOwnPostgres({ sweepEveryMs: 0 }, async (outage, postgres) => {
      await postgres.stop('killed');
      await postgres.start();
      await eventually('the bot is ready', async () => ((await outage.isReady().catch(() => false)) ? true : undefined));
      const since = await outage.declare();
      await expectCourse(outage, since, { lateMs: SERVED_WITHIN_MS });
    });
  }

  async function withOwnPostgres(
    how: { sweepEveryMs?: number },
    play: (outage: Outage, postgres: Awaited<ReturnType<typeof startOwnPostgres>>) => Promise<void>,
  ): Promise<void> {
    const postgres = await startOwnPostgres();
    const redisUrl = getRedis();
    try {
      const outage = await startOutage({ databaseUrl: postgres.url, ...(redisUrl !== undefined && { redisUrl }), ...how });
      try {
        await play(outage, postgres);
      } finally {
        await outage.close();
      }
    } finally {
      await postgres.close();
    }
  }
}

describe('with wake-ups in Postgres, which go with it', () => suite(['fast', 'killed'], () => undefined));
describeWith('redis', (getUrl) => suite(['killed'], getUrl));
