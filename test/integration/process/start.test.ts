import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { program } from '../../support/bots/programs.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { runCommand } from '../../support/scenario/run-command.ts';
import { freshDatabase } from '../../support/servers/database.ts';

it('npm start says of a port that is taken whose it may be, and ends', async () => {
  const other = createServer().listen(0, '0.0.0.0');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const database = await freshDatabase();
  try {
    const environment = {
      SLACK_BOT_TOKEN: 'xoxb-1-never-asked',
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
      DATABASE_URL: database.url,
      PORT: String(port),
      PLAYBOOK: join(process.cwd(), 'playbooks/coupon.yml'),
    };
    const { code, stderr } = await runCommand({ entry: 'main', cwd: process.cwd(), environment });
    expect(stderr).toBe(
      `The configuration has a problem:\n  PORT: found ${port}; wanted a port that nobody else listens on; is another Bongsu running here?\n`,
    );
    expect(code).toBe(1);
  } finally {
    other.close();
    await database.drop();
  }
});

it('newcomer 13: npm start goes on when nobody reads its lines any more, and stops in order when its terminal is closed', async () => {
  const database = await freshDatabase();
  const bot = spawn(process.execPath, [program('main')], {
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: 'xoxb-1-never-asked',
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      DATABASE_URL: database.url,
      PORT: '0',
      LOG_LEVEL: 'debug',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    let printed = '';
    bot.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const url = await eventually('the bot', () => /"url":"(http:[^"]+)".*Bongsu is ready/.exec(printed)?.[1]);
    bot.stdout.destroy();
    bot.stderr.destroy();
    // At this level each of them has something to say of a Slack that cannot be reached.
    for (let asked = 0; asked < 3; asked += 1) expect((await fetch(`${url}/healthz`)).status).toBe(200);
    bot.kill('SIGHUP');
    expect(await once(bot, 'exit')).toEqual([0, null]);
  } finally {
    bot.kill('SIGKILL');
    await database.drop();
  }
});
