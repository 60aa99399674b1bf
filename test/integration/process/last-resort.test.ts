import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { program } from '../../support/bots/programs.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { freshDatabase } from '../../support/servers/database.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

/** What Slack's signature lets in and nobody can do anything with. */
const NONSENSE = [
  'payload=null',
  'payload=7',
  'payload="x"',
  'payload=[]',
  'payload=[null]',
  'payload={}',
  'payload=',
  'payload={"type":null}',
  'payload={"type":"block_actions"}',
  'payload={"type":"block_actions","user":null,"actions":null}',
  'payload={"type":"block_actions","user":{"id":"U1"},"actions":[null]}',
  'payload={"type":"block_actions","user":{"id":"U1"},"channel":null,"actions":[{"action_id":"incident.role.take"}]}',
  'payload={"type":"view_submission","user":{"id":"U1"},"view":null}',
  'payload={"type":"unheard_of"}',
  'payload=%00',
  'command=',
  '',
  'ssl_check=0',
];
const JSON_NONSENSE = [
  'null',
  '[]',
  '"x"',
  '{"event":null}',
  '{"type":"event_callback","event":null}',
  '{"type":"event_callback","event":{"type":"x","item":null}}',
  '{',
];

it('met-K11: a real process refuses signed nonsense before anybody works on it, and lives', async () => {
  const database = await freshDatabase();
  const bot = spawn(process.execPath, [program('main')], {
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: 'xoxb-1-never-asked',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      DATABASE_URL: database.url,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let printed = '';
    bot.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const url = await eventually('the bot', () => /"url":"(http:[^"]+)".*Bongsu is ready/.exec(printed)?.[1], 60_000);
    const send = async (body: string, type: string) => {
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
      const headers = { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
      return (await fetch(`${url}/slack/events`, { method: 'POST', headers, body })).status;
    };
    const statuses = [
      ...(await Promise.all(NONSENSE.map((body) => send(body, 'application/x-www-form-urlencoded')))),
      ...(await Promise.all(JSON_NONSENSE.map((body) => send(body, 'application/json')))),
    ];
    expect(statuses).toEqual([...NONSENSE, ...JSON_NONSENSE].map(() => 400));
    expect(await send('{"type":"url_verification","challenge":"x"}', 'application/json')).toBe(200);
    const counted = await (await fetch(`${url}/metrics`)).text();
    const refused = [...counted.matchAll(/^bongsu_slack_requests_refused_total\{reason="(unreadable|unknown-type)"\} (\d+)/gm)];
    expect(refused.reduce((sum, [, , times]) => sum + Number(times), 0)).toBe(statuses.length);
    expect(counted).toMatch(/^bongsu_unhandled_rejections_total 0$/m);
    // One line for each reason, whatever was sent.
    expect(printed.match(/A request that claims to come from Slack was refused/g)).toHaveLength(2);
    bot.kill('SIGTERM');
    expect(await once(bot, 'exit')).toEqual([0, null]);
  } finally {
    bot.kill('SIGKILL');
    await database.drop();
  }
});

describe('what nobody catches', () => {
  /** A process that makes a mistake and, if it is still there, says so. */
  async function mistaken(mistake: string): Promise<{ lines: string; code: number | null }> {
    const program = `
      import { catchWhatNobodyCatches } from './src/last-resort.ts';
      const say = (kind) => (fields, message) => console.log(kind, fields.err?.message ?? '', message);
      catchWhatNobodyCatches({
        log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
        counters: () => ({ count: (name) => console.log('counted', name) }),
        stop: async () => console.log('stopped in order'),
        exit: (code) => process.exit(code),
      });
      ${mistake}
      setTimeout(() => { console.log('still here'); process.exit(0); }, 200);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let lines = '';
    child.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { lines, code };
  }

  it('met-K11: a promise that fails with nobody waiting is logged and counted, and the process lives', async () => {
    const { lines, code } = await mistaken(`void Promise.reject(new Error('oops'));`);
    expect(lines).toMatch(/counted unhandled_rejections[\s\S]*error oops A promise failed[\s\S]*still here/);
    expect(code).toBe(0);
  });

  it('met-K11: so does one connection that breaks; any other exception stops the process in order', async () => {
    const broken = await mistaken(`setImmediate(() => { throw Object.assign(new Error('reset'), { code: 'ECONNRESET' }); });`);
    expect(broken.lines).toMatch(/counted uncaught_exceptions[\s\S]*error reset A connection broke[\s\S]*still here/);
    const odd = await mistaken(`setImmediate(() => { throw new Error('odd'); });`);
    expect(odd.lines).toMatch(/counted uncaught_exceptions[\s\S]*error odd An exception that nobody caught[\s\S]*stopped in order/);
    expect([broken.code, odd.code]).toEqual([0, 1]);
  });
});
