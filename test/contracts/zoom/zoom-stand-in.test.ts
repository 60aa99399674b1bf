import { startZoom, type ZoomStandIn } from '../../../sandbox/zoom/zoom.ts';
import { systemClock } from '../../../src/domain/time/clock.ts';
import { createZoom } from '../../../src/integrations/zoom/zoom.ts';

/** What Zoom's documentation promises (https://developers.zoom.us/docs/api/meetings/), as far as Bongsu relies on it. */

const CREDENTIALS = { accountId: 'account', clientId: 'client', clientSecret: 'secret' };
const HOST = 'bridge-1@example.com';
const OTHER = 'bridge-2@example.com';
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

let zoom: ZoomStandIn;
let now: Date;
beforeEach(async () => {
  now = new Date('2026-03-02T05:00:00Z');
  zoom = await startZoom({ ...CREDENTIALS, hosts: [HOST, OTHER], now: () => now, dailyLimit: 3 });
});
afterEach(() => zoom.close());

async function requestToken(query: string, authorization = basic('client:secret')) {
  const response = await fetch(`${zoom.authUrl}/oauth/token?${query}`, { method: 'POST', headers: { authorization } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function token(): Promise<string> {
  return String((await requestToken('grant_type=account_credentials&account_id=account')).body.access_token);
}

async function call(method: string, path: string, body?: unknown, bearer?: string) {
  const response = await fetch(`${zoom.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer ?? (await token())}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes, read field by field below
  return { status: response.status, headers: response.headers, text, body: (text === '' ? undefined : JSON.parse(text)) as any };
}

const create = (body: unknown = { topic: 'inc 1', type: 2 }, host = HOST) => call('POST', `/users/${host}/meetings`, body);

describe('tokens', () => {
  it('are given for account_credentials and last an hour', async () => {
    const { status, body } = await requestToken('grant_type=account_credentials&account_id=account');
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'bearer', 3600]);
    expect(zoom.tokensIssued).toBe(1);
  });

  it.each([
    ['another secret', 'grant_type=account_credentials&account_id=account', basic('client:wrong'), 'invalid_client'],
    ['no credentials', 'grant_type=account_credentials&account_id=account', '', 'invalid_client'],
    ['another grant', 'grant_type=client_credentials&account_id=account', undefined, 'unsupported_grant_type'],
    ['another account', 'grant_type=account_credentials&account_id=other', undefined, 'invalid_request'],
  ])('are refused with %s', async (_, query, authorization, error) => {
    const { status, body } = await requestToken(query, authorization);
    expect([status, body.error]).toEqual([400, error]);
    expect(zoom.tokensIssued).toBe(0);
  });

  it('are refused with 401 and code 124 when unknown, revoked or an hour old', async () => {
    expect(await call('GET', `/users/${HOST}`, undefined, 'made-up')).toMatchObject({ status: 401, body: { code: 124 } });
    const bearer = await token();
    expect((await call('GET', `/users/${HOST}`, undefined, bearer)).status).toBe(200);
    now = new Date(now.getTime() + 3_600_000);
    expect(await call('GET', `/users/${HOST}`, undefined, bearer)).toMatchObject({
      status: 401,
      body: { code: 124, message: 'Access token is expired.' },
    });
    const fresh = await token();
    zoom.revokeTokens();
    expect(await call('GET', `/users/${HOST}`, undefined, fresh)).toMatchObject({ status: 401, body: { code: 124 } });
  });
});

describe('meetings', () => {
  it('are created with a join link and settings, and read back', async () => {
    const settings = { join_before_host: true, jbh_time: 0, waiting_room: false };
    const { status, body } = await create({ topic: 'inc 1', type: 2, agenda: 'key', settings });
    expect(status).toBe(201);
    expect(body).toMatchObject({ topic: 'inc 1', type: 2, agenda: 'key', host_email: HOST, settings });
    expect(body.join_url).toMatch(/^https:/);
    expect(body.start_url).toMatch(/^https:/);
    expect((await call('GET', `/meetings/${body.id}`)).body).toEqual(body);
  });

  it('are changed and deleted', async () => {
    const { body } = await create();
    expect((await call('PATCH', `/meetings/${body.id}`, { topic: 'inc 1: solved' })).status).toBe(204);
    expect((await call('GET', `/meetings/${body.id}`)).body.topic).toBe('inc 1: solved');
    expect((await call('DELETE', `/meetings/${body.id}`)).status).toBe(204);
    expect(await call('GET', `/meetings/${body.id}`)).toMatchObject({ status: 404, body: { code: 3001 } });
  });

  it.each([
    ['topic', { topic: 'x'.repeat(201) }],
    ['agenda', { agenda: 'x'.repeat(2001) }],
    ['type', { type: 4 }],
    ['settings.join_before_host', { settings: { join_before_host: 'yes' } }],
    ['settings.jbh_time', { settings: { jbh_time: 7 } }],
    ['duration', { duration: 0 }],
  ])('are refused with code 300 that names %s', async (field, body) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { code: 300, errors: [{ field }] } });
    expect(zoom.meetings).toEqual([]);
  });

  it('are refused for an unknown user with 404 and code 1001', async () => {
    expect(await create({}, 'nobody@example.com')).toMatchObject({ status: 404, body: { code: 1001 } });
  });

  it('are limited per user and day of UTC, changes included', async () => {
    const { body } = await create();
    await create();
    await call('PATCH', `/meetings/${body.id}`, { topic: 'third' });
    const refused = await create();
    expect(refused).toMatchObject({ status: 429, body: { code: 429 } });
    expect(refused.body.message).toMatch(/daily rate limit/);
    expect((await create({}, OTHER)).status).toBe(201);
    now = new Date('2026-03-03T00:00:01Z');
    expect((await create()).status).toBe(201);
  });
});

describe('the list of meetings', () => {
  it('goes by user and page, cuts the agenda at 250 and never shows start_url', async () => {
    for (const topic of ['a', 'b', 'c']) await create({ topic, type: 2, agenda: topic.repeat(300) });
    const first = await call('GET', `/users/${HOST}/meetings?type=scheduled&page_size=2`);
    expect(first.body.meetings.map((m: { topic: string }) => m.topic)).toEqual(['a', 'b']);
    expect(first.body.meetings[0].agenda).toBe('a'.repeat(250));
    expect(first.text).not.toContain('start_url');
    const second = await call('GET', `/users/${HOST}/meetings?type=scheduled&page_size=2&next_page_token=${first.body.next_page_token}`);
    expect(second.body).toMatchObject({ next_page_token: '', total_records: 3, meetings: [{ topic: 'c' }] });
    expect((await call('GET', `/users/${OTHER}/meetings`)).body.meetings).toEqual([]);
  });

  it('holds no instant meetings', async () => {
    await create({ type: 1 });
    expect((await call('GET', `/users/${HOST}/meetings?type=scheduled`)).body.meetings).toEqual([]);
  });

  it.each(['page_size=301', 'page_size=0', 'type=all', 'next_page_token=zzz'])('refuses %s with code 300', async (query) => {
    expect(await call('GET', `/users/${HOST}/meetings?${query}`)).toMatchObject({ status: 400, body: { code: 300 } });
  });
});

describe('users', () => {
  it('tell their plan and settings', async () => {
    expect((await call('GET', `/users/${HOST}`)).body).toMatchObject({ email: HOST, type: 2, status: 'active' });
    expect((await call('GET', `/users/${HOST}/settings`)).body).toMatchObject({ in_meeting: { waiting_room: false } });
    expect(await call('GET', '/users/nobody@example.com')).toMatchObject({ status: 404, body: { code: 1001 } });
  });
});

describe('faults', () => {
  it('come before the effect or after it', async () => {
    const bearer = await token();
    const outcomes: unknown[] = [];
    const attempt = async (): Promise<void> => {
      const before = zoom.meetings.length;
      const status = await call('POST', `/users/${HOST}/meetings`, { topic: 'x' }, bearer).then(
        (reply) => [reply.status, reply.headers.get('retry-after')],
        () => 'cut',
      );
      outcomes.push([status, zoom.meetings.length - before]);
    };
    const call_ = 'POST /users/meetings';
    zoom.faults.inject({ call: call_, fault: { kind: 'http', status: 503 }, times: 1 });
    zoom.faults.inject({ call: call_, fault: { kind: 'cut' }, times: 1 });
    zoom.faults.inject({ call: call_, fault: { kind: 'rate-limit', retryAfterSeconds: 2 }, times: 1 });
    zoom.faults.inject({ call: call_, fault: { kind: 'error', code: '4711' }, times: 1 });
    zoom.faults.inject({ call: call_, fault: { kind: 'lost-reply', status: 503 }, times: 1 });
    zoom.faults.inject({ call: call_, fault: { kind: 'cut-after' }, times: 1 });
    for (let attempts = 0; attempts < 7; attempts += 1) await attempt();
    expect(outcomes).toEqual([
      [[503, null], 0],
      ['cut', 0],
      [[429, '2'], 0],
      [[400, null], 0],
      [[503, null], 1],
      ['cut', 1],
      [[201, null], 1],
    ]);
  });
});

describe('our client against it', () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };

  it('creates, finds again after a lost reply, and survives revoked tokens', async () => {
    const client = createZoom({ ...CREDENTIALS, apiUrl: zoom.url, authUrl: zoom.authUrl, hosts: [HOST, OTHER], clock: systemClock, log });
    zoom.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'lost-reply', status: 503 }, times: 1 });
    await expect(client.create({ key: 'incident-1', topic: 'inc 1' })).rejects.toMatchObject({ name: 'TransientError' });
    zoom.revokeTokens();
    const found = await client.find({ key: 'incident-1' });
    expect(found).toEqual({ id: String(zoom.meetings[0]?.id), joinUrl: zoom.meetings[0]?.joinUrl });
    expect(await client.find({ key: 'incident-12' })).toBeUndefined();
    client.close();
  });
});
