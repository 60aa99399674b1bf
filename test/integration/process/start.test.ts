import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { program } from '../../support/bots/programs.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { runCommand } from '../../support/scenario/run-command.ts';
import { COUPON_YML, couponYml } from '../../support/scenario/shipped-playbook.ts';
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

/** The bot as `npm start` runs it, with a Slack that cannot be reached, and what it has printed so far. */
function started(databaseUrl: string, environment: Record<string, string> = {}) {
  const bot = spawn(process.execPath, [program('main')], {
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: 'xoxb-1-never-asked',
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LOG_LEVEL: 'debug',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { text: '' };
  bot.stdout.on('data', (chunk: Buffer) => {
    said.text += chunk.toString();
  });
  return { bot, ready: () => eventually('the bot', () => /"url":"(http:[^"]+)".*Bongsu is ready/.exec(said.text)?.[1]), said };
}

it('newcomer 13: npm start goes on when nobody reads its lines any more, and stops in order when it is asked to', async () => {
  const database = await freshDatabase();
  const { bot, ready } = started(database.url);
  try {
    const url = await ready();
    bot.stdout.destroy();
    bot.stderr.destroy();
    // At this level each of them has something to say of a Slack that cannot be reached.
    for (let asked = 0; asked < 3; asked += 1) expect((await fetch(`${url}/healthz`)).status).toBe(200);
    bot.kill('SIGTERM');
    expect(await once(bot, 'exit')).toEqual([0, null]);
  } finally {
    bot.kill('SIGKILL');
    await database.drop();
  }
});

it('npm start takes a changed playbook when its file changes and at a SIGHUP, and keeps the one in force when that is wrong', async () => {
  const database = await freshDatabase();
  const playbook = join(process.env.TEST_RUN_DIR ?? '', `reload-${randomUUID()}.yml`);
  await writeFile(playbook, COUPON_YML);
  const { bot, ready, said } = started(database.url, { PLAYBOOK: playbook });
  const count = (words: RegExp) => said.text.match(words)?.length ?? 0;
  try {
    const url = await ready();
    await writeFile(playbook, couponYml([/^statusPage: .*$/m, 'statusPage: { automatic: unstated }']));
    // By itself, because somebody changed the file.
    await eventually('the change is taken', () => count(/it counts from now on/g) === 1 || undefined);
    await writeFile(playbook, 'version: [1');
    bot.kill('SIGHUP');
    await eventually('the mistake is said', () => count(/cannot be used; the one in force stays/g) > 0 || undefined);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(bot.exitCode).toBeNull();
  } finally {
    bot.kill('SIGKILL');
    await database.drop();
  }
});
