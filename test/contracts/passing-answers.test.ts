import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { target } from '../../src/domain/playbook/mitigation-schema.ts';
import { Secret } from '../../src/integrations/accounts/secret.ts';
import { kubernetesExecutor } from '../../src/integrations/executors/kubernetes/kubernetes.ts';
import { createActuator } from '../../src/integrations/jvm/actuator.ts';
import { kubernetesAccount } from '../../src/integrations/kubernetes/account.ts';
import { createLog } from '../../src/integrations/log.ts';
import { readLoki } from '../../src/integrations/logs/loki.ts';
import { createMailer } from '../../src/integrations/mail/index.ts';
import { createPrometheus } from '../../src/integrations/metrics/prometheus.ts';
import { createPagers } from '../../src/integrations/pagers/index.ts';
import { pagerdutyAccount } from '../../src/integrations/pagers/pagerduty.ts';
import { twilioAccount } from '../../src/integrations/pagers/twilio-client.ts';
import { retryAfterMs } from '../../src/integrations/passing-answer.ts';
import { signatureAccount } from '../../src/integrations/signature.ts';
import { createSlackChat } from '../../src/integrations/slack/index.ts';
import { createZoom } from '../../src/integrations/zoom/index.ts';
import { accountsWith, given } from '../support/scenario/accounts-with.ts';
import { executorDeps } from '../support/servers/dial-stands/dial-scene.ts';
import { httpDial } from '../support/servers/dial-stands/http.ts';
import { MINJI, pageNotice } from '../support/servers/pager-stands.ts';

/** Every client of ours that speaks HTTP, against one server that answers everything with the same status and body. */
const NOW = new Date('2026-03-02T09:00:00Z');
const clock = { now: () => NOW };
const log = createLog({ level: 'silent' });
const timeoutMs = 4_000;

let answer: { status: number; headers?: Record<string, string>; body: string };
const server = createServer((_request, response) => void response.writeHead(answer.status, answer.headers ?? {}).end(answer.body));
const scratch = mkdtempSync(join(tmpdir(), 'bongsu-answers-'));
let url = '';
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(scratch, { recursive: true });
});

function pager(name: string): Promise<unknown> {
  const [found] = createPagers(
    accountsWith(
      given(twilioAccount, { accountSid: 'AC1', authToken: new Secret('twilio-token'), from: '+821000000000', apiUrl: url }),
      given(pagerdutyAccount, { routingKey: new Secret('f'.repeat(32)), apiUrl: url }),
      given(signatureAccount, new Secret('webhook-secret-webhook')),
    ),
    {
      clock,
      log,
      mailer: createMailer(accountsWith()),
      team: { paging: { order: [name], webhook: `${url}/pages` } },
      service: { key: 'coupon' },
      timeoutMs,
    },
  );
  if (!found) throw new Error(`no pager ${name}`);
  return found.send(pageNotice(), MINJI);
}

async function kubernetes(): Promise<unknown> {
  const path = join(scratch, 'kubeconfig');
  writeFileSync(
    path,
    JSON.stringify({
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'u', user: { token: 'cluster-token' } }],
    }),
  );
  const executor = kubernetesExecutor.create(accountsWith(given(kubernetesAccount, { kubeconfig: path })), executorDeps());
  const parsed = target.parse({ kubernetes: { namespace: 'coupon', deployment: 'api' } }).kubernetes;
  if (!executor || !parsed) throw new Error('no cluster');
  try {
    return await executor.dial(parsed).read({ timeoutMs });
  } finally {
    await executor.close?.();
  }
}

const CLIENTS: Record<string, () => Promise<unknown>> = {
  Prometheus: () => createPrometheus({ url }).instant({ query: 'up', at: NOW, timeoutMs }),
  Loki: () => readLoki({ url, tenant: undefined, query: '{a="b"}' })({ from: new Date(NOW.getTime() - 1_000), to: NOW, timeoutMs }),
  'Actuator, counting': () =>
    createActuator({ name: 'api', url, authorization: undefined, live: true, directory: scratch, keep: 0 }).count({ timeoutMs }),
  'Actuator, looking': () =>
    createActuator({ name: 'api', url, authorization: undefined, live: true, directory: scratch, keep: 0 }).probe({ timeoutMs }),
  Zoom: async () => {
    const zoom = createZoom({
      accountId: 'a',
      clientId: 'c',
      clientSecret: 's',
      apiUrl: url,
      authUrl: url,
      hosts: ['h@example.com'],
      clock,
      log,
      timeoutMs,
    });
    try {
      return await zoom.create({ key: 'k', topic: 't' });
    } finally {
      zoom.close();
    }
  },
  'Twilio (SMS)': () => pager('sms'),
  'Twilio (voice)': () => pager('voice'),
  PagerDuty: () => pager('pagerduty'),
  'the webhook receiver': () => pager('webhook'),
  "a service's own address": () => httpDial({ url: `${url}/settings`, field: 'limit' }).read({ timeoutMs }),
  Kubernetes: kubernetes,
  Slack: () =>
    createSlackChat({ token: 'xoxb-1', apiUrl: `${url}/api/`, timeoutMs, log }).post(
      { channel: 'C1', message: { text: 'x' }, key: 'k' },
      { lane: 'page' },
    ),
  "Slack's response address": () =>
    createSlackChat({ token: 'xoxb-1', apiUrl: `${url}/api/`, timeoutMs, log }).respond({
      responseUrl: `${url}/answer`,
      message: { text: 'x' },
    }),
};

const JSON_TYPE = { 'content-type': 'application/json' };
const PAGE = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const MIMIR = JSON.stringify({
  status: 'error',
  errorType: 'too_many_requests',
  error: 'the request has been rejected because the tenant exceeded the limit',
});

describe.each(Object.keys(CLIENTS))('met-E5: %s', (name) => {
  const ask = () => CLIENTS[name]?.();

  it.each<[string, typeof answer, { code: string; retryAfterMs?: number }]>([
    [
      '429 in JSON',
      { status: 429, headers: { ...JSON_TYPE, 'retry-after': '7' }, body: MIMIR },
      { code: 'ratelimited', retryAfterMs: 7_000 },
    ],
    [
      '429 in plain text',
      { status: 429, headers: { 'retry-after': '3' }, body: 'slow down' },
      { code: 'ratelimited', retryAfterMs: 3_000 },
    ],
    ['408', { status: 408, body: '' }, { code: 'http_408' }],
    ['425', { status: 425, body: 'too early' }, { code: 'http_425' }],
    ['500 in JSON', { status: 500, headers: JSON_TYPE, body: '{"message":"refused: no such thing"}' }, { code: 'http_500' }],
    ["502, a proxy's page", { status: 502, headers: { 'content-type': 'text/html' }, body: PAGE }, { code: 'http_502' }],
    ['503 with a wait', { status: 503, headers: { 'retry-after': '12' }, body: 'maintenance' }, { code: 'http_503', retryAfterMs: 12_000 }],
    ['504', { status: 504, body: PAGE }, { code: 'http_504' }],
  ])('%s passes by itself', async (_, given, expected) => {
    answer = given;
    await expect(ask()).rejects.toMatchObject({ name: 'TransientError', ...expected });
  });

  it.each([401, 404, 418])('%d does not', async (status) => {
    answer = { status, headers: JSON_TYPE, body: '{}' };
    await expect(ask()).rejects.toMatchObject({ name: 'PermanentError' });
  });
});

describe('met-E5: a wait until a date', () => {
  const until = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000).toUTCString();

  it.each<[string, Record<string, string>, Date | undefined, number | undefined]>([
    ['is measured by the given time', { 'retry-after': until(90) }, NOW, 90_000],
    [
      'is measured by the moment that the answer bears, where nobody gives a time',
      { 'retry-after': until(90), date: until(30) },
      undefined,
      60_000,
    ],
    ['that is over is no wait', { 'retry-after': until(-5) }, NOW, 0],
    ['may be written as Zoom does', { 'retry-after': new Date(NOW.getTime() + 60_000).toISOString() }, NOW, 60_000],
    ['that nobody can read is none', { 'retry-after': 'soon' }, NOW, undefined],
    ['may be in fractions of seconds', { 'retry-after': '1.5' }, NOW, 1_500],
  ])('%s', (_, headers, now, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });

  it.each(['Prometheus', 'Loki', 'Kubernetes', 'Actuator, looking'])('reaches whoever waits for %s', async (name) => {
    answer = { status: 429, headers: { ...JSON_TYPE, 'retry-after': until(90), date: until(0) }, body: MIMIR };
    await expect(CLIENTS[name]?.()).rejects.toMatchObject({ name: 'TransientError', retryAfterMs: 90_000 });
  });
});
