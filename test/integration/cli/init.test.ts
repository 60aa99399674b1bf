import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { type CommandResult, lineOf, runCommand, startCommand } from '../../support/scenario/run-command.ts';
import { freshDatabase } from '../../support/servers/database.ts';
import { metricsFrontOf } from '../../support/servers/metrics-front.ts';

/** Where the stand-ins are; everything else comes from the files that init writes. */
const ADDRESSES = ['SLACK_API_URL', 'ZOOM_API_URL', 'ZOOM_AUTH_URL'];

/** Several processes start one after another, on machines that do other things as well. */
const UNHURRIED_MS = 180_000;

let world: World;
let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bongsu-init-'));
  world = await startWorld({ calmMs: 120_000 });
});
afterEach(async () => {
  await world.close();
  rmSync(directory, { recursive: true, force: true });
});

function addresses(): Record<string, string> {
  return Object.fromEntries(Object.entries(world.environment).filter(([name]) => ADDRESSES.includes(name)));
}

function answers(changed: Record<string, unknown> = {}): Record<string, unknown> {
  const { environment } = world;
  return {
    signingSecret: environment.SLACK_SIGNING_SECRET,
    botToken: environment.SLACK_BOT_TOKEN,
    publicUrl: 'https://bongsu.example.com/',
    statusChannel: '#status',
    supportChannel: world.slack.channelIds.support,
    L1: ['@minji', 'junho@example.com'],
    L2: ['Lee Sora'],
    zone: 'Asia/Seoul',
    language: 'ko',
    zoomAccountId: environment.ZOOM_ACCOUNT_ID,
    zoomClientId: environment.ZOOM_CLIENT_ID,
    zoomClientSecret: environment.ZOOM_CLIENT_SECRET,
    zoomHosts: world.playbook.team.bridge.hosts,
    fallback: 'https://meet.example.com/war-room',
    service: '쿠폰 발급',
    serviceKey: 'coupon',
    template: 'web-postgres',
    prometheusUrl: environment.PROMETHEUS_URL,
    name: 'ours',
    ...changed,
  };
}

async function init(given: Record<string, unknown>): Promise<CommandResult> {
  const file = join(directory, 'answers.json');
  writeFileSync(file, JSON.stringify(given));
  return runCommand({ entry: 'init', args: ['--answers', file], cwd: directory, environment: addresses() });
}

const written = (name: string): string => readFileSync(join(directory, name), 'utf8');

it(
  'from tokens to an incident: init, doctor, start, /incident open',
  async () => {
    const made = await init(answers());
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(join(directory, '.env')).mode & 0o777).toBe(0o600);
    const secrets = [world.environment.SLACK_BOT_TOKEN, world.environment.SLACK_SIGNING_SECRET, world.environment.ZOOM_CLIENT_SECRET];
    for (const secret of secrets) {
      expect(made.stdout).not.toContain(secret);
      expect(written('.env')).toContain(`'${secret}'`);
    }
    const playbook = parsePlaybook(written('playbooks/ours.yml'), 'ours.yml', KNOWN_NAMES);
    const { channelIds, users } = world.slack;
    expect(playbook.team).toMatchObject({
      zone: 'Asia/Seoul',
      language: 'ko',
      channels: { status: channelIds.status, support: channelIds.support },
      oncall: { L1: ['minji', 'junho'], L2: ['sora'], operations: ['sora', 'minji', 'junho'] },
      people: { sora: { slack: users.sora, name: 'Lee Sora', email: 'sora@example.com' } },
      bridge: { hosts: world.playbook.team.bridge.hosts, fallback: 'https://meet.example.com/war-room' },
    });

    expect(playbook.service).toMatchObject({ key: 'coupon', name: { ko: '쿠폰 발급' } });
    // The only job that this Prometheus has.
    expect(playbook.signals.instances_down?.query).toBe('sum(up{job="coupon-api"} == bool 0)');
    const looked = await runCommand({ entry: 'doctor', args: ['--json'], cwd: directory, environment: addresses() });
    const { ok, findings } = JSON.parse(looked.stdout) as { ok: boolean; findings: { level: string; subject: string; text: string }[] };
    expect(findings.filter(({ level }) => level === 'fail')).toEqual([]);
    expect({ ok, code: looked.code }).toEqual({ ok: true, code: 0 });
    expect(findings).toContainEqual({ level: 'ok', subject: 'Playbook', text: 'playbooks/ours.yml' });

    await withBot(async ({ url }) => {
      world.slack.setAppUrl(`${url}/slack/events`);
      await declares('minji');
    });
  },
  UNHURRIED_MS,
);

it(
  'the same over Socket Mode, for which no signing secret is asked',
  async () => {
    await world.close();
    world = await startWorld({ calmMs: 0, slack: { delivery: 'socket' } });
    const { signingSecret: _none, publicUrl: _neither, ...rest } = answers({ appToken: world.environment.SLACK_APP_TOKEN });
    expect(await init(rest)).toMatchObject({ code: 0, stderr: '' });
    expect(written('.env')).not.toContain('SLACK_SIGNING_SECRET');
    // Asking whether the token does opened nothing.
    expect(world.slack.sockets.opened()).toBe(0);
    await withBot(async () => {
      await eventually('a connection', () => (world.slack.sockets.open() > 0 ? true : undefined));
      await declares('minji');
    });
  },
  UNHURRIED_MS,
);

/** The bot as `npm start` runs it on what was written, until `act` is done. */
async function withBot(act: (bot: { url: string }) => Promise<void>): Promise<void> {
  const database = await freshDatabase();
  const environment = { ...addresses(), DATABASE_URL: database.url, PORT: '0' };
  const bot = startCommand({ entry: 'main', cwd: directory, environment });
  const ended = new Promise((resolve) => bot.once('close', resolve));
  try {
    const url = await lineOf(bot, (line) => /"url":"(http[^"]+)"/.exec(line)?.[1]);
    await act({ url: new URL(url).origin.replace('0.0.0.0', '127.0.0.1') });
  } finally {
    bot.kill('SIGTERM');
    await ended;
    await database.drop();
  }
}

/** Somebody opens an incident: it gets its channel, is announced, and pages. */
async function declares(by: string): Promise<void> {
  const { slack } = world;
  await slack.slash(by, 'open sev2 쿠폰이 늦어요', { channel: slack.channelIds.general ?? '' });
  await slack.until(() => slack.directMessages('minji').length > 0, 20_000);
  await slack.until(() => slack.messages(slack.channelIds.status ?? '').length > 0, 20_000);
  expect(slack.channels().filter(({ creator }) => creator === slack.botUserId)).toHaveLength(1);
}

it('a person may answer again after a mistake, and skip what is optional; nothing secret is shown', async () => {
  const { environment } = world;
  const input = [
    '', // no app-level token: HTTP
    environment.SLACK_SIGNING_SECRET ?? '',
    'xoxp-a-user-token', // of another kind
    'xoxb-nobody-gave-this-out', // refused by Slack
    environment.SLACK_BOT_TOKEN ?? '',
    'http://bongsu.example.com', // Slack wants https
    '',
    '#statos', // near a channel that is there
    'status',
    '',
    '@minjy, junho',
    '@minji, junho',
    'sora',
    '',
    'Asia/Soul',
    'Asia/Seoul',
    '', // English
    '', // no Zoom
    'war room',
    '', // no standing room either
    'Our Shop',
    'Our Shop', // no key
    '',
    'web', // no template, by its name
    '1',
    'http://127.0.0.1:9', // nobody there
    '', // which is not gone on with
    '',
    'Our Team!',
    'our-team',
    'yes',
  ];
  const said = await runCommand({ entry: 'init', cwd: directory, environment: addresses(), input });
  expect(said).toMatchObject({ code: 0, stderr: '' });
  for (const word of [
    'Wanted a bot token, which begins with xoxb-',
    'Slack does not accept the token: check SLACK_BOT_TOKEN',
    'Slack takes only https addresses',
    'Did you mean #status?',
    'Did you mean minji?',
    'is not an IANA time zone',
    '"war room" is no web address',
    'Incidents will have no bridge',
    'Use lower-case letters, digits, - and _',
    'Did you mean jvm?',
    'could not be reached',
    'No signal could be tried',
    'Use lower-case letters, digits and -',
  ]) {
    expect(said.stdout).toContain(word);
  }
  expect(said.stdout).not.toContain(environment.SLACK_BOT_TOKEN);
  expect(Object.keys(parseEnv(written('.env'))).sort()).toEqual(['PLAYBOOK', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  const playbook = parsePlaybook(written('playbooks/our-team.yml'), 'our-team.yml', KNOWN_NAMES);
  expect(playbook.team.bridge.hosts).toEqual([]);
  expect(playbook.service.key).toBe('our-shop');
  // Nothing could open one.
  expect(Object.values(playbook.rows).map(({ keptBy }) => keptBy)).not.toContain('bridge.opened');
});

it('replaces nothing without being told to, and keeps what it did not ask for', async () => {
  const before = "DATABASE_URL='postgres://db.example.com/bongsu'\nZOOM_ACCOUNT_ID=old\n";
  writeFileSync(join(directory, '.env'), before);
  const refused = await init(answers());
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was written') });
  expect(written('.env')).toBe(before);
  const replaced = await init(answers({ overwrite: 'yes', zoomAccountId: '' }));
  expect(replaced.code).toBe(0);
  const variables = parseEnv(written('.env'));
  expect(variables).toMatchObject({ DATABASE_URL: 'postgres://db.example.com/bongsu', PLAYBOOK: 'playbooks/ours.yml' });
  expect(variables).not.toHaveProperty('ZOOM_ACCOUNT_ID');
});

it('the environment goes before .env, and a .env that cannot be read is said', async () => {
  writeFileSync(join(directory, '.env'), "SLACK_BOT_TOKEN='xoxb-file'\nSLACK_SIGNING_SECRET='0123456789'\nPLAYBOOK='from-file.yml'\n");
  const doctor = (environment: Record<string, string>) => runCommand({ entry: 'doctor', cwd: directory, environment });
  expect(await doctor({})).toMatchObject({ code: 1, stdout: expect.stringContaining('from-file.yml') });
  expect(await doctor({ PLAYBOOK: 'from-outside.yml' })).toMatchObject({ stdout: expect.stringContaining('from-outside.yml') });
  rmSync(join(directory, '.env'));
  mkdirSync(join(directory, '.env'));
  expect(await doctor({})).toMatchObject({ code: 1, stdout: expect.stringContaining('.env cannot be read') });
});

it('stops when the input ends, with nothing written', async () => {
  const said = await runCommand({ entry: 'init', cwd: directory, environment: addresses(), input: [''] });
  expect(said).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was written') });
  expect(() => written('.env')).toThrow();
});

it('met-E3: says that what Prometheus gives is only a part', async () => {
  const half = await metricsFrontOf(world.environment.PROMETHEUS_URL ?? '', (answer) => ({ ...answer, isPartial: true }));
  try {
    const { code, stdout } = await init(answers({ prometheusUrl: half.url }));
    expect(code).toBe(0);
    expect(stdout).toContain('  ! Some of the answers are only a part of the whole: the source says that a part is missing.');
  } finally {
    await half.close();
  }
});

describe('an answer that the real thing refuses ends a run from a file, and names it', () => {
  it.each([
    ['a token without a scope', {}, /botToken.*missing chat:write/s],
    ['an app-level token', { appToken: 'xapp-unknown' }, /appToken.*check SLACK_APP_TOKEN/s],
    ['somebody deactivated', { L1: ['gone'] }, /L1.*knows nobody called gone/s],
    ['somebody deactivated, by id', { L1: ['U0GONE'] }, /L1.*deactivated/s],
    ['several people of one name', { L1: ['Kim Jisoo'] }, /L1.*Several people.*U0JISOOA.*U0JISOOB/s],
    ['a bot', { L2: ['U0BONGSU'] }, /L2.*is a bot/s],
    ['an archived channel', { statusChannel: 'C0ARCHIVED' }, /statusChannel.*archived/s],
    ['a private channel without Bongsu', { statusChannel: 'secret' }, /statusChannel.*invite Bongsu/s],
    ['a wrong Zoom secret', { zoomClientSecret: 'wrong' }, /zoomClientSecret.*ZOOM_CLIENT_SECRET/s],
    ['a host unknown to Zoom', { zoomHosts: 'nobody@example.com' }, /zoomHosts.*nobody@example.com/s],
    ['a template of nobody', { template: 'web-mysql' }, /template.*none of web-postgres, kafka-consumer.*Did you mean web-postgres/s],
    ['a key that alerts could not carry', { serviceKey: 'Coupon!' }, /serviceKey.*lower-case letters/s],
    ['what is no Prometheus', { prometheusUrl: '' }, /prometheusUrl/],
  ])('%s', async (what, changed, message) => {
    await world.close();
    world = await startWorld({
      calmMs: 0,
      slack: {
        users: [
          { name: 'minji', realName: 'Kim Minji' },
          { name: 'junho', realName: 'Park Junho', email: 'junho@example.com' },
          { name: 'sora', realName: 'Lee Sora' },
          { name: 'gone', realName: 'Gone', id: 'U0GONE', deactivated: true },
          { name: 'jisoo.a', realName: 'Kim Jisoo', id: 'U0JISOOA' },
          { name: 'jisoo.b', realName: 'Kim Jisoo', id: 'U0JISOOB' },
        ],
        channels: [
          { name: 'status', members: ['minji'] },
          { name: 'support', members: ['minji'] },
          { name: 'secret', members: ['minji'], private: true },
          { name: 'old', id: 'C0ARCHIVED', members: ['minji'] },
        ],
        ...(what.includes('scope') && { withoutScopes: ['chat:write'] }),
      },
    });
    world.slack.archive('C0ARCHIVED');
    if (what.includes('app-level'))
      world.slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'error', code: 'invalid_auth' } });
    const noPrometheus = 'prometheusUrl' in changed ? { prometheusUrl: world.zoom.authUrl } : {};
    const refused = await init(answers({ ...changed, ...noPrometheus }));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(() => written('.env')).toThrow();
  });
});
