import { startWorld } from '../../sandbox/world.ts';
import { BotProcess } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { freshDatabase } from '../support/servers/database.ts';

/** A real process, which an unhandled rejection ends: Slack refuses its connections from the start, then lets it in, then throws it out; with the real pauses. */
it('a process that Slack refuses goes on, works once it is let in, and stops in order', async () => {
  const world = await startWorld({ calmMs: 0, slack: { delivery: 'socket' } });
  const database = await freshDatabase();
  const { slack } = world;
  const asks = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  const bot = new BotProcess();
  try {
    slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'http', status: 503 } });
    const url = await bot.start({
      environment: { ...world.environment, DATABASE_URL: database.url, PROMETHEUS_URL: '', LOG_LEVEL: 'silent' },
    });
    await slack.until(() => asks() >= 6, 60_000);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ slack: { open: 0, trouble: expect.stringContaining('503') } });
    slack.faults.clear();
    await slack.until(({ sockets }) => sockets.open() === 2, 60_000);
    // The first command of a cold process may be answered later than Slack listens.
    await eventually('a command is answered', async () =>
      /All quiet/.test(JSON.stringify(await slack.slash('minji', 'list'))) ? true : undefined,
    );
    slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'http', status: 503 } });
    const before = asks();
    slack.sockets.cut();
    await slack.until(() => asks() >= before + 2, 60_000);
    expect(bot.alive).toBe(true);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready', slack: { open: 0 } });
    await bot.stop();
    expect(slack.sockets.open()).toBe(0);
  } finally {
    await bot.kill();
    await world.close();
    await database.drop();
  }
});
