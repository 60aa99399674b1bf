import { readFileSync } from 'node:fs';
import { type SlackStandIn, startSlack } from '../../sandbox/slack/index.ts';
import { startZoom, type ZoomStandIn } from '../../sandbox/zoom/zoom.ts';
import { loadConfig } from '../../src/config.ts';
import type { Finding } from '../../src/doctor/check.ts';
import { examine } from '../../src/doctor/index.ts';
import { parsePlaybook } from '../../src/domain/playbook/parse.ts';
import { createLog } from '../../src/integrations/log.ts';

const TOKEN = 'xoxb-doctor-token';
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

async function examined(env: NodeJS.ProcessEnv = {}): Promise<Finding[]> {
  const config = loadConfig({
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: 'signing-secret',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_API_URL: slack.url,
    ZOOM_ACCOUNT_ID: ZOOM.accountId,
    ZOOM_CLIENT_ID: ZOOM.clientId,
    ZOOM_CLIENT_SECRET: ZOOM.clientSecret,
    ZOOM_API_URL: zoom.url,
    ZOOM_AUTH_URL: zoom.authUrl,
    ...env,
  });
  return examine({ config, playbook, log: createLog({ level: 'silent' }), timeoutMs: 1_000 });
}
const about = (findings: readonly Finding[], subject: string): Finding[] => findings.filter((f) => f.subject.startsWith(subject));

it('finds Slack and Zoom in order, and says what is missing besides', async () => {
  const findings = await examined();
  expect(about(findings, 'Slack token')).toMatchObject([{ level: 'ok' }]);
  expect(about(findings, `Slack channel ${playbook.team.channels.status}`)).toMatchObject([{ level: 'ok' }]);
  expect(about(findings, 'Zoom').map((f) => f.level)).toEqual(['ok', ...playbook.team.bridge.hosts.map(() => 'ok')]);
  expect(about(findings, 'Prometheus')).toMatchObject([{ level: 'fail', text: expect.stringContaining('PROMETHEUS_URL') }]);
  expect(about(findings, 'Pagers')).toMatchObject([{ level: 'warn' }]);
});

it('a wrong token, wrong Zoom credentials and silent servers are findings, not crashes', async () => {
  const findings = await examined({
    SLACK_BOT_TOKEN: 'xoxb-wrong',
    ZOOM_CLIENT_SECRET: 'wrong',
    PROMETHEUS_URL: 'http://127.0.0.1:65535',
    DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:65535/none',
    REDIS_URL: 'redis://127.0.0.1:65535',
  });
  expect(about(findings, 'Slack')).toMatchObject([{ level: 'fail', text: expect.stringContaining('SLACK_BOT_TOKEN') }]);
  expect(about(findings, 'Zoom')).toMatchObject([{ level: 'fail', text: expect.stringContaining('ZOOM_CLIENT_SECRET') }]);
  for (const subject of ['Prometheus', 'Postgres', 'Redis']) {
    expect(about(findings, subject)).toMatchObject([{ level: 'fail', text: expect.stringMatching(/ECONNREFUSED|could not be reached/) }]);
  }
});

it('tells when a host is unlicensed or unknown', async () => {
  await zoom.close();
  const [first = '', ...rest] = playbook.team.bridge.hosts;
  zoom = await startZoom({ ...ZOOM, hosts: [first], plan: 'basic' });
  const hosts = about(await examined(), 'Zoom host');
  expect(hosts[0]).toMatchObject({ level: 'warn', text: expect.stringContaining('40 minutes') });
  expect(hosts.slice(1).map((f) => f.level)).toEqual(rest.map(() => 'fail'));
});
