import { startWorld } from '../../sandbox/world.ts';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/integrations/log.ts';
import { Sweeper } from '../../src/workflows/runtime/sweeper.ts';
import { bareIncident } from '../support/examples/bare-incident.ts';
import { type CountedStatement, type CountingPostgres, sent } from './counted-statements.ts';

/** Incidents that are open while nothing is due. */
const OPEN = 500;
/** A minute of them: now and then one looks at everything. */
const LOOKS = 12;
const HOUR_MS = 3_600_000;

/** What looking at all due rows costs when none is due, with many incidents open. */
export async function countIdleSweep(postgres: CountingPostgres): Promise<{ statementsPerIdleSweep: number; listed: CountedStatement[] }> {
  const world = await startWorld({ calmMs: 0 });
  try {
    const environment = { ...world.environment, DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' };
    const app = await createApp(loadConfig(environment), createLog({ level: 'silent' }), { host: '127.0.0.1', sweepEveryMs: 0 });
    try {
      const { storage, clock } = app.runtime;
      const later = new Date(clock.now().getTime() + HOUR_MS);
      for (let n = 0; n < OPEN; n += 1) {
        const { id } = await storage.incidents.insert(bareIncident(clock.now()));
        await storage.escalations.start(id, 1, later);
        await storage.updates.start(id, later);
      }
      const sweeper = new Sweeper(app.ticker, storage, clock);
      const look = async () => {
        await sweeper.look();
        await app.idle();
      };
      await look();
      // The queue's worker asks on its own account, at its own times.
      await app.queue.close();
      await postgres.reset();
      for (let n = 0; n < LOOKS; n += 1) await look();
      const listed = await postgres.statements();
      return { statementsPerIdleSweep: Math.ceil(sent(listed) / LOOKS), listed };
    } finally {
      await app.stop();
    }
  } finally {
    await world.close();
  }
}
