import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startCouponService } from '../../../sandbox/coupon/coupon-service.ts';
import { type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import { workspaceOf } from '../../../sandbox/people.ts';
import { type PersonOption, type SlackOptions, type SlackStandIn, startSlack } from '../../../sandbox/slack/index.ts';
import { startZoom, type ZoomStandIn } from '../../../sandbox/zoom/zoom.ts';
import { analysisCheck } from '../../../src/cli/doctor/analysis.ts';
import type { CheckContext, Finding } from '../../../src/cli/doctor/check.ts';
import { examine } from '../../../src/cli/doctor/index.ts';
import { metricsCheck } from '../../../src/cli/doctor/metrics.ts';
import { pagersCheck } from '../../../src/cli/doctor/pagers.ts';
import { peopleCheck } from '../../../src/cli/doctor/people.ts';
import { slackCheck } from '../../../src/cli/doctor/slack.ts';
import { loadConfig } from '../../../src/config.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { describeWith } from '../../support/run/services.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { freshDatabase } from '../../support/servers/database.ts';

const TOKEN = 'xoxb-doctor-token';
const APP_TOKEN = 'xapp-doctor-token';
const ZOOM = { accountId: 'account', clientId: 'client', clientSecret: 'zoom-secret' };
const path = 'playbooks/coupon.yml';
const playbook = parsePlaybook(readFileSync(path, 'utf8'), path);

let slack: SlackStandIn;
let zoom: ZoomStandIn;

beforeEach(async () => {
  const { status, support = status } = playbook.team.channels;
  slack = await startSlack({
    signingSecret: 'signing-secret',
    botToken: TOKEN,
    appToken: APP_TOKEN,
    users: [{ name: 'ada', realName: 'Ada' }],
    channels: [
      { name: 'status', id: status, members: ['ada'], botIsMember: true },
      ...(support === status ? [] : [{ name: 'support', id: support, members: ['ada'] }]),
    ],
  });
  zoom = await startZoom({ ...ZOOM, hosts: playbook.team.bridge.hosts });
});
afterEach(async () => {
  await Promise.all([slack.close(), zoom.close()]);
});

function contextOf(env: NodeJS.ProcessEnv = {}): CheckContext {
  const config = loadConfig({
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: 'signing-secret',
    PUBLIC_URL: 'https://bongsu.example.com',
    SLACK_API_URL: slack.url,
    ZOOM_ACCOUNT_ID: ZOOM.accountId,
    ZOOM_CLIENT_ID: ZOOM.clientId,
    ZOOM_CLIENT_SECRET: ZOOM.clientSecret,
    ZOOM_API_URL: zoom.url,
    ZOOM_AUTH_URL: zoom.authUrl,
    ...env,
  });
  return { config, playbook, log: createLog({ level: 'silent' }), timeoutMs: 5_000 };
}
const examined = (env?: NodeJS.ProcessEnv): Promise<Finding[]> => examine(contextOf(env));
const about = (findings: readonly Finding[], subject: string): Finding[] => findings.filter((f) => f.subject.startsWith(subject));

it('finds Slack and Zoom in order, and says what is missing besides', async () => {
  const findings = await examined();
  expect(about(findings, 'Slack token')).toMatchObject([{ level: 'ok' }]);
  expect(about(findings, `Slack channel ${playbook.team.channels.status}`)).toMatchObject([{ level: 'ok' }]);
  expect(about(findings, 'Zoom').map((f) => f.level)).toEqual(['ok', ...playbook.team.bridge.hosts.map(() => 'ok')]);
  expect(about(findings, 'Prometheus')).toMatchObject([{ level: 'fail', text: expect.stringContaining('PROMETHEUS_URL') }]);
  expect(about(findings, 'Pagers')).toMatchObject([{ level: 'warn' }]);
  expect(about(findings, 'Charts')).toMatchObject([{ level: 'ok' }]);
});

it('met-B8: does not tell a team with a standing room to set up Zoom', async () => {
  const none = { ZOOM_ACCOUNT_ID: '', ZOOM_CLIENT_ID: '', ZOOM_CLIENT_SECRET: '' };
  const findings = about(await examined(none), 'Zoom');
  expect(findings).toMatchObject([{ level: 'ok', text: expect.stringMatching(/^not set up; incidents get the standing room https/) }]);
});

it('a wrong token, wrong Zoom credentials and silent servers are findings, not crashes', async () => {
  const findings = await examined({
    SLACK_BOT_TOKEN: 'xoxb-wrong',
    ZOOM_CLIENT_SECRET: 'wrong-secret',
    PROMETHEUS_URL: 'http://127.0.0.1:65535',
    DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:65535/none',
    REDIS_URL: 'redis://127.0.0.1:65535',
  });
  expect(about(findings, 'Slack')).toMatchObject([{ level: 'fail', text: expect.stringContaining('SLACK_BOT_TOKEN') }]);
  expect(about(findings, 'Zoom')).toMatchObject([{ level: 'fail', text: expect.stringContaining('ZOOM_CLIENT_SECRET') }]);
  for (const subject of ['Prometheus', 'Postgres', 'Redis']) {
    expect(about(findings, subject)).toMatchObject([{ level: 'fail', text: expect.stringMatching(/ECONNREFUSED|could not be reached/) }]);
  }
  const away = findings.filter(({ level, text }) => level === 'fail' && /ECONNREFUSED|could not be reached/.test(text));
  expect(away.length).toBeGreaterThan(2);
  for (const { text } of away) expect(text).toMatch(/[Cc]heck /);
});

it('tells when a host is unlicensed or unknown', async () => {
  await zoom.close();
  const [first = '', ...rest] = playbook.team.bridge.hosts;
  zoom = await startZoom({ ...ZOOM, hosts: [first], plan: 'basic' });
  const hosts = about(await examined(), 'Zoom host');
  expect(hosts[0]).toMatchObject({ level: 'warn', text: expect.stringContaining('40 minutes') });
  expect(hosts.slice(1).map((f) => f.level)).toEqual(rest.map(() => 'fail'));
});

it('tells when the waiting room is on for a host', async () => {
  await zoom.close();
  zoom = await startZoom({ ...ZOOM, hosts: playbook.team.bridge.hosts, waitingRoom: 'on' });
  const hosts = about(await examined(), 'Zoom host');
  expect(hosts.map(({ level, text }) => ({ level, text }))).toEqual(
    hosts.map(() => ({ level: 'warn', text: expect.stringContaining('waiting room is on') })),
  );
});

describe('Slack', () => {
  const { status } = playbook.team.channels;
  const again = async (options: Partial<SlackOptions>): Promise<void> => {
    await slack.close();
    const { users, channels } = workspaceOf(playbook);
    slack = await startSlack({ signingSecret: 'signing-secret', botToken: TOKEN, users, channels, ...options });
  };

  it('names the workspace, and the organisation on Grid', async () => {
    expect(about(await examined(), 'Slack token')[0]?.text).toContain(`(${slack.teamId}), bot user`);
    await again({ enterpriseId: 'E0ORGANISATION' });
    expect(about(await examined(), 'Slack token')[0]?.text).toContain(`(${slack.teamId}) of the organisation E0ORGANISATION`);
  });

  it('names each scope that is missing, and what to do', async () => {
    await again({ withoutScopes: ['pins:write', 'users:read.email'] });
    expect(about(await examined(), 'Slack scopes')).toMatchObject([
      { level: 'fail', text: expect.stringMatching(/^missing pins:write, users:read\.email: .*install the app again/) },
    ]);
  });

  it.each([
    ['public and it is not in', {}, 'warn', /joins by itself/],
    ['private and it is not in', { private: true }, 'fail', /invite Bongsu if the channel is private/],
    ['private and it is in', { private: true, botIsMember: true }, 'ok', /is in it/],
  ] as const)('says of a status channel that is %s what to do', async (_what, options, level, text) => {
    await again({ channels: [{ name: 'status', id: status, ...options }] });
    expect(about(await examined(), `Slack channel ${status}`)).toMatchObject([{ level, text: expect.stringMatching(text) }]);
  });

  it('says of an archived status channel what to do', async () => {
    slack.archive(status);
    expect(about(await examined(), `Slack channel ${status}`)).toMatchObject([
      { level: 'fail', text: expect.stringContaining('unarchive it') },
    ]);
  });

  it('says of a status channel that is shared with another organisation who reads it', async () => {
    await again({ channels: [{ name: 'status', id: status, botIsMember: true }] });
    slack.shareWith(status, 'T0PARTNER');
    expect(about(await examined(), `Slack channel ${status}`)).toMatchObject([
      { level: 'warn', text: expect.stringMatching(/shared with another organisation/) },
    ]);
  });

  describe('creating channels', () => {
    const trials: CheckContext['trials'] = new Set(['create-channel']);
    const tried = async () => about(await examine({ ...contextOf(), trials }, [slackCheck]), 'Slack channel creation');
    const made = () => slack.channels().filter(({ creator }) => creator === slack.botUserId);

    it('is not tried unasked, and says so', async () => {
      expect(about(await examined(), 'Slack channel creation')).toMatchObject([
        { level: 'ok', text: expect.stringContaining('--create-channel') },
      ]);
      expect(made()).toEqual([]);
    });

    it('is tried when asked for, and leaves an archived channel', async () => {
      expect(await tried()).toMatchObject([{ level: 'ok', text: expect.stringMatching(/allowed: #inc-doctor-/) }]);
      expect(made()).toMatchObject([{ archived: true }]);
    });

    it('that is refused names whom to ask, and what happens until then', async () => {
      await again({ restrictChannelCreation: true });
      expect(await tried()).toMatchObject([{ level: 'warn', text: expect.stringMatching(/admin.*thread of the status channel/) }]);
    });

    it('says so when the channel stays', async () => {
      slack.faults.inject({ call: 'conversations.archive', fault: { kind: 'error', code: 'restricted_action' } });
      expect(await tried()).toMatchObject([{ level: 'warn', text: expect.stringMatching(/#inc-doctor-\w+ could not be archived/) }]);
    });
  });

  it('people: everybody is there', async () => {
    await again({});
    expect(about(await examined(), 'Pe')).toMatchObject([{ level: 'ok', subject: 'People' }]);
  });

  it('people: who left, is unknown, a guest or of another workspace is named once, with what to do', async () => {
    const changed: Record<string, Partial<PersonOption>> = {
      minji: { deactivated: true },
      yuna: { deactivated: true },
      sora: { guest: 'several-channels' },
      dohyun: { teamId: 'T0PARTNER' },
    };
    const users = workspaceOf(playbook)
      .users.filter(({ name }) => name !== 'junho')
      .map((user) => ({ ...user, ...changed[user.name] }));
    await again({ users, channels: [] });
    const findings = await examined();
    expect(about(findings, 'Person').map(({ level, subject, text }) => `${level} ${subject}: ${text}`)).toEqual([
      expect.stringMatching(/^fail Person minji: .*deactivated.*team\.oncall/),
      expect.stringMatching(/^fail Person junho: Slack does not know U0JUNHO/),
      expect.stringMatching(/^warn Person sora: .*a guest.*by hand/),
      expect.stringMatching(/^warn Person dohyun: .*another workspace/),
      expect.stringMatching(/^warn Person yuna: .*deactivated.*team\.people/),
    ]);
    expect(about(findings, 'team.people')).toEqual([]);
  });
});

describe('the way Slack reaches Bongsu', () => {
  const HTTP = { PUBLIC_URL: 'https://bongsu.example.com' };
  const SOCKET = { PUBLIC_URL: '', SLACK_APP_TOKEN: APP_TOKEN, SLACK_SIGNING_SECRET: '' };

  it('is HTTP without an app-level token, and wants an address', async () => {
    expect(about(await examined(HTTP), 'Slack door')).toMatchObject([
      {
        level: 'ok',
        text: expect.stringMatching(/^HTTP, since SLACK_APP_TOKEN is not set: .*https:\/\/bongsu.example.com\/slack\/events/),
      },
    ]);
    expect(about(await examined({ PUBLIC_URL: '' }), 'Slack door')).toMatchObject([
      { level: 'warn', text: expect.stringContaining('PUBLIC_URL') },
    ]);
  });

  it('is Socket Mode with one, which is tried without opening a connection', async () => {
    expect(about(await examined(SOCKET), 'Slack door')).toMatchObject([
      { level: 'ok', text: expect.stringMatching(/^Socket Mode, since SLACK_APP_TOKEN is set: .*connections:write works/) },
    ]);
    expect(slack.sockets.opened()).toBe(0);
  });

  it('is doubtful when both are set', async () => {
    const [works, doubt] = about(await examined({ ...SOCKET, ...HTTP }), 'Slack door');
    expect(works).toMatchObject({ level: 'ok' });
    expect(doubt).toMatchObject({ level: 'warn', text: expect.stringMatching(/PUBLIC_URL and SLACK_APP_TOKEN are both set/) });
  });

  it.each([
    ['missing_scope', 'lacks connections:write'],
    ['invalid_auth', 'check SLACK_APP_TOKEN'],
    ['not_allowed_token_type', 'begins with xapp-'],
  ])('fails on %s, with what to do', async (code, advice) => {
    slack.faults.inject({ call: 'apps.connections.open', fault: { kind: 'error', code } });
    expect(about(await examined(SOCKET), 'Slack door')).toMatchObject([{ level: 'fail', text: expect.stringContaining(advice) }]);
  });
});

describe('the watched servers', () => {
  it('that are not set up are not looked at', async () => {
    expect(about(await examined(), 'Watched')).toEqual([]);
  });

  it('that are away are named, without their passwords', async () => {
    const findings = await examined({
      KAFKA_BROKERS: '127.0.0.1:1',
      KAFKA_USERNAME: 'watcher',
      KAFKA_PASSWORD: 'kafka-password',
      WATCHED_DATABASE_URL: 'postgres://watcher:postgres-password@127.0.0.1:1/coupon',
      WATCHED_REDIS_URL: 'redis://watcher:redis-password@127.0.0.1:1',
    });
    for (const subject of ['Watched Kafka', 'Watched Postgres', 'Watched Redis']) {
      expect(about(findings, subject)).toMatchObject([{ level: 'fail', text: expect.stringContaining('ECONNREFUSED') }]);
    }
    expect(JSON.stringify(findings)).not.toMatch(/(kafka|postgres|redis)-password/);
  });

  it('Postgres says what the role lacks, each with what to do', async () => {
    const database = await freshDatabase();
    const role = `doctor_${randomUUID().slice(0, 8)}`;
    await asAdmin(database.url, (client) => client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'doctor-password'`));
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'doctor-password'];
    const findings = about(await examined({ WATCHED_DATABASE_URL: url.href }), 'Watched Postgres');
    expect(findings[0]).toMatchObject({ level: 'ok', text: expect.stringMatching(/^version \d+/) });
    expect(findings.slice(1).map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
    expect(findings.map(({ text }) => text).join('\n')).toMatch(
      /GRANT pg_monitor[\s\S]*CREATE EXTENSION pg_stat_statements[\s\S]*logging_collector/,
    );
    await asAdmin(database.url, (client) => client.query(`DROP ROLE ${role}`));
    await database.drop();
  });
});

describeWith('redis', (getUrl) => {
  it('a watched Redis is looked at', async () => {
    const findings = about(await examined({ WATCHED_REDIS_URL: getUrl() }), 'Watched Redis');
    expect(findings).toMatchObject([{ level: 'ok', text: expect.stringMatching(/^version \d/) }]);
  });
});

describe('pagers and mail', () => {
  let pagers: PagerStandIns;
  beforeEach(async () => {
    pagers = await startPagerStandIns();
  });
  afterEach(async () => {
    await pagers.close();
  });

  it('are looked at without paging anybody', async () => {
    const findings = await examined(pagers.environment);
    expect(about(findings, 'Pagers')).toMatchObject([{ level: 'ok', text: 'Slack and email, sms, voice, pagerduty' }]);
    for (const name of ['sms', 'voice', 'pagerduty']) expect(about(findings, `Pager ${name}`)).toMatchObject([{ level: 'ok' }]);
    expect(about(findings, 'Pager webhook')).toMatchObject([{ level: 'warn', text: expect.stringContaining('team.paging.webhook') }]);
    expect(about(findings, 'Mail')).toMatchObject([{ level: 'ok' }]);
    expect([pagers.mail.mails, pagers.twilio.messages, pagers.twilio.phoneCalls, pagers.pagerduty.calls].flat()).toEqual([]);
  });

  it('that would refuse are named with the variable to correct', async () => {
    const findings = await examined({
      ...pagers.environment,
      TWILIO_AUTH_TOKEN: 'wrong-token',
      PAGERDUTY_ROUTING_KEY: 'too-short',
      SMTP_URL: pagers.mail.smtpUrl.replace(/:\/\/[^@]+@/, '://bongsu:wrong-password@'),
    });
    expect(about(findings, 'Pager sms')).toMatchObject([{ level: 'fail', text: expect.stringContaining('TWILIO_AUTH_TOKEN') }]);
    expect(about(findings, 'Pager pagerduty')).toMatchObject([{ level: 'warn', text: expect.stringContaining('PAGERDUTY_ROUTING_KEY') }]);
    expect(about(findings, 'Mail')).toMatchObject([{ level: 'fail', text: expect.stringContaining('SMTP_URL') }]);
    expect(JSON.stringify(findings)).not.toMatch(/wrong-token|wrong-password|too-short/);
  });

  it('warn of direct messages alone, which wake nobody at night', async () => {
    const silent = about(await examined(), 'Pagers');
    expect(silent).toMatchObject([
      { level: 'warn', text: expect.stringMatching(/Do Not Disturb.*TWILIO_ACCOUNT_SID.*, or PAGERDUTY_ROUTING_KEY/) },
    ]);
  });

  it('name the people on call without an e-mail address where mail pages', async () => {
    const people = {
      ...playbook.team.people,
      minji: { slack: 'U0MINJI', name: 'Kim Minji' },
      yuna: { slack: 'U0YUNA', name: 'Kang Yuna' },
    };
    const look = async (env: NodeJS.ProcessEnv) =>
      about(await peopleCheck.run({ ...contextOf(env), playbook: { ...playbook, team: { ...playbook.team, people } } }), 'People without');
    expect(await look(pagers.environment)).toMatchObject([
      { level: 'warn', text: expect.stringMatching(/^minji: .*Slack only.*add email/) },
    ]);
    expect(await look({})).toEqual([]);
  });

  it('name the people on call whom nothing wakes', async () => {
    const [first = ''] = Object.keys(playbook.team.people);
    const person = playbook.team.people[first];
    const people = { ...playbook.team.people, ...(person && { [first]: { ...person, phone: '+821012345678' } }) };
    const { config, log, timeoutMs } = contextOf({ ...pagers.environment, PAGERDUTY_ROUTING_KEY: '' });
    const findings = await pagersCheck.run({ config, playbook: { ...playbook, team: { ...playbook.team, people } }, log, timeoutMs });
    const said = findings.find(({ level, subject }) => level === 'warn' && subject === 'Pagers')?.text;
    expect(said).toMatch(/junho.*add phone under team\.people/);
    expect(said).not.toContain(first);
  });
});

it('newcomer 12: says numbers with their units, rounded as everywhere else', async () => {
  const coupon = await startCouponService({ playbook, calmMs: 120_000 });
  try {
    const findings = await metricsCheck.run(contextOf({ PROMETHEUS_URL: coupon.url }));
    const said = new Map(findings.map(({ subject, text }) => [subject, text]));
    expect(said.get('signal response_time_p95')).toMatch(/^now \d+ ms$/);
    expect(said.get('signal cpu')).toMatch(/^now \d+(\.\d)? %$/);
    expect(said.get('signal allocation_rate')).toMatch(/^now \d+(\.\d)? MiB\/s$/);
    for (const { text } of findings) expect(text).not.toMatch(/\d\.\d{3}/);
  } finally {
    await coupon.close();
  }
});

it('looks once at everything that the analysis would collect, and counts no heap', async () => {
  const coupon = await startCouponService({ playbook, calmMs: 120_000 });
  try {
    const own = { ...playbook, analysis: { ...playbook.analysis, jvm: [{ name: 'api', actuator: coupon.actuatorUrl, live: true }] } };
    const examine = async (env: NodeJS.ProcessEnv) => await analysisCheck.run({ ...contextOf(env), playbook: own });
    const ready = await examine({ LOKI_URL: coupon.lokiUrl, PROMETHEUS_URL: coupon.url });
    expect(about(ready, 'log consumer')).toMatchObject([{ level: 'ok', text: expect.stringMatching(/^\d+ lines in the last minute/) }]);
    expect(about(ready, 'heap of api')).toMatchObject([{ level: 'ok' }]);
    expect(about(ready, 'traffic of R2')).toMatchObject([{ level: 'ok', text: '15 series' }]);
    expect(about(ready, 'inspector kafka')).toMatchObject([{ level: 'warn' }]);
    await coupon.close();
    const broken = await examine({ LOKI_URL: coupon.lokiUrl });
    expect(about(broken, 'log consumer')).toMatchObject([{ level: 'fail', text: expect.stringMatching(/could not be reached.*by hand/) }]);
    expect(about(broken, 'heap of api')).toMatchObject([{ level: 'fail' }]);
    expect(about(broken, 'traffic of R2')).toMatchObject([{ level: 'warn', text: expect.stringMatching(/PROMETHEUS_URL/) }]);
  } finally {
    await coupon.close().catch(() => undefined);
  }
});
