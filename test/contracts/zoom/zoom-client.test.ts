import { jest } from '@jest/globals';
import type { Fault } from '../../../sandbox/faults.ts';
import { startZoom, type ZoomStandIn } from '../../../sandbox/zoom/zoom.ts';
import { noBridge } from '../../../src/integrations/bridges/index.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { createZoom, type Zoom } from '../../../src/integrations/zoom/index.ts';

const HOSTS = ['bridge-1@example.com', 'bridge-2@example.com'];
const CREDENTIALS = { accountId: 'account', clientId: 'client', clientSecret: 'zoom-client-secret' };

let standIn: ZoomStandIn;
let now: Date;
const opened: Zoom[] = [];

function client(changes: Partial<Parameters<typeof createZoom>[0]> = {}): Zoom {
  const zoom = createZoom({
    ...CREDENTIALS,
    apiUrl: standIn.url,
    authUrl: standIn.authUrl,
    hosts: HOSTS,
    clock: { now: () => now },
    log: createLog({ level: 'silent' }),
    timeoutMs: 20_000,
    ...changes,
  });
  opened.push(zoom);
  return zoom;
}

beforeEach(async () => {
  now = new Date('2026-03-02T09:00:00Z');
  standIn = await startZoom({ ...CREDENTIALS, hosts: HOSTS, now: () => now, dailyLimit: 3 });
});
afterEach(async () => {
  for (const zoom of opened.splice(0)) zoom.close();
  await standIn.close();
});

const callsNamed = (name: string): number => standIn.calls.filter((call) => call.name === name).length;

describe('meetings', () => {
  it('are of type 2, open before the host, without a waiting room, with the key in the agenda', async () => {
    const { id, joinUrl } = await client().create({ key: 'incident-1', topic: '#1 Kafka lag' });
    expect(standIn.meetings).toHaveLength(1);
    expect(standIn.meetings[0]).toMatchObject({ type: 2, topic: '#1 Kafka lag', joinUrl, agenda: expect.stringContaining('incident-1') });
    expect(standIn.meetings[0]?.request.settings).toMatchObject({ join_before_host: true, jbh_time: 0, waiting_room: false });
    expect(id).toBe(String(standIn.meetings[0]?.id));
  });

  it('are scheduled, moved and taken back, twice as well as once', async () => {
    const zoom = client();
    const startsAt = new Date('2026-03-03T07:30:00.500Z');
    const { id, joinUrl } = await zoom.create({ key: 'retro-1', topic: 't', schedule: { startsAt, durationMs: 3_600_000 } });
    expect(standIn.meetings[0]?.request).toMatchObject({ start_time: '2026-03-03T07:30:00Z', duration: 60 });
    const schedule = { startsAt: new Date('2026-03-04T01:00:00Z'), durationMs: 5_400_000 };
    for (let time = 0; time < 2; time += 1) await zoom.move({ id, schedule });
    expect(standIn.meetings).toHaveLength(1);
    expect(standIn.meetings[0]?.request).toMatchObject({ start_time: '2026-03-04T01:00:00Z', duration: 90 });
    expect(await zoom.find({ key: 'retro-1' })).toEqual({ id, joinUrl });
    for (let time = 0; time < 2; time += 1) await zoom.remove({ id });
    expect(standIn.meetings).toHaveLength(0);
    await expect(zoom.move({ id, schedule })).rejects.toMatchObject({ name: 'PermanentError', code: '3001' });
  });

  it('never hand out the start_url', async () => {
    const zoom = client();
    const created = await zoom.create({ key: 'k', topic: 't' });
    expect(Object.keys(created).sort()).toEqual(['id', 'joinUrl']);
    expect(Object.keys((await zoom.find({ key: 'k' })) ?? {}).sort()).toEqual(['id', 'joinUrl']);
  });

  it('are found again by exactly their key, on any host, also beyond the first page', async () => {
    const many = await startZoom({ ...CREDENTIALS, hosts: HOSTS, now: () => now, dailyLimit: 1_000 });
    try {
      const zoom = client({ apiUrl: many.url, authUrl: many.authUrl });
      for (let at = 0; at < 4; at += 1) await zoom.create({ key: `incident-${at}2`, topic: 't' });
      const template = many.meetings[0];
      if (!template) throw new Error('no meeting');
      for (let at = 0; at < 650; at += 1) many.meetings.unshift({ ...template, id: at, agenda: `bongsu-key:filler-${at}` });
      const wanted = many.meetings.find((m) => m.agenda.includes('incident-32'));
      expect(await zoom.find({ key: 'incident-32' })).toEqual({ id: String(wanted?.id), joinUrl: wanted?.joinUrl });
      expect(await zoom.find({ key: 'incident-3' })).toBeUndefined();
    } finally {
      await many.close();
    }
  });

  it('survive a lost reply: the caller looks and finds the one meeting', async () => {
    standIn.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'lost-reply', status: 503 }, times: 1 });
    const zoom = client();
    await expect(zoom.create({ key: 'k', topic: 't' })).rejects.toMatchObject({ name: 'TransientError', code: 'http_503' });
    expect(await zoom.find({ key: 'k' })).toMatchObject({ id: String(standIn.meetings[0]?.id) });
    expect(standIn.meetings).toHaveLength(1);
  });
});

describe('hosts', () => {
  it('take turns', async () => {
    const zoom = client();
    for (let at = 0; at < 4; at += 1) await zoom.create({ key: `k${at}`, topic: 't' });
    expect(standIn.meetings.map((m) => m.host)).toEqual([HOSTS[0], HOSTS[1], HOSTS[0], HOSTS[1]]);
  });

  it('that are unknown give way to the next one', async () => {
    const zoom = client({ hosts: ['gone@example.com', ...HOSTS] });
    await zoom.create({ key: 'k', topic: 't' });
    expect(standIn.meetings[0]?.host).toBe(HOSTS[0]);
    expect(await zoom.find({ key: 'k' })).toBeDefined();
  });

  it('that are not licensed give way to the next one', async () => {
    standIn.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'error', code: '3161' }, when: (args) => args.id === HOSTS[0] });
    await client().create({ key: 'k', topic: 't' });
    expect(standIn.meetings[0]?.host).toBe(HOSTS[1]);
  });

  it.each(['1001', '1004', '1010', '1120', '200', '3161', '3000', 'http 400', 'http 403'])(
    'met-B8: that Zoom refuses (%s) give way to the next one, whatever the word for it',
    async (refusal) => {
      const status = /^http (\d+)$/.exec(refusal)?.[1];
      const fault: Fault = status === undefined ? { kind: 'error', code: refusal } : { kind: 'http', status: Number(status) };
      standIn.faults.inject({ call: 'POST /users/meetings', fault, when: (args) => args.id === HOSTS[0] });
      await client().create({ key: 'k', topic: 't' });
      expect(standIn.meetings[0]?.host).toBe(HOSTS[1]);
    },
  );

  it.each(['124', '300', '4711'])('are not all asked when the refusal (%s) is about the app or the request', async (code) => {
    standIn.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'error', code } });
    await expect(client().create({ key: 'k', topic: 't' })).rejects.toMatchObject({ name: 'PermanentError', code });
    expect(standIn.calls.every(({ args }) => args.id === undefined || args.id === HOSTS[0])).toBe(true);
  });

  it('that are out of meetings rest until tomorrow, and when all are, the error says when to come back', async () => {
    const zoom = client();
    for (let at = 0; at < 6; at += 1) await zoom.create({ key: `k${at}`, topic: 't' });
    const refused = { name: 'TransientError', code: 'daily_limit', retryAfterMs: 15 * 3_600_000 };
    await expect(zoom.create({ key: 'one too many', topic: 't' })).rejects.toMatchObject(refused);
    const asked = callsNamed('POST /users/meetings');
    await expect(zoom.create({ key: 'again', topic: 't' })).rejects.toMatchObject(refused);
    expect(callsNamed('POST /users/meetings')).toBe(asked);
    now = new Date('2026-03-03T00:00:01Z');
    await expect(zoom.create({ key: 'tomorrow', topic: 't' })).resolves.toBeDefined();
  });

  it('are refused with advice when none is named or none is known', async () => {
    await expect(client({ hosts: [] }).create({ key: 'k', topic: 't' })).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'no_hosts',
    });
    const gone = client({ hosts: ['gone@example.com'] });
    await expect(gone.create({ key: 'k', topic: 't' })).rejects.toMatchObject({
      name: 'PermanentError',
      code: '1001',
      message: expect.stringContaining('team.bridge.hosts'),
    });
    expect(await gone.checkHosts()).toEqual([{ host: 'gone@example.com', ok: false, advice: expect.stringContaining('gone@example.com') }]);
    expect(await client().checkHosts()).toEqual(HOSTS.map((host) => ({ host, ok: true })));
  });
});

describe('the token', () => {
  it('is fetched once for many calls, and before any of them by warm()', async () => {
    const zoom = client();
    await zoom.warm();
    await Promise.all([zoom.create({ key: 'a', topic: 't' }), zoom.create({ key: 'b', topic: 't' })]);
    expect(standIn.tokensIssued).toBe(1);
  });

  it('is fetched once even when the first calls come together', async () => {
    const zoom = client();
    await Promise.all([zoom.create({ key: 'a', topic: 't' }), zoom.create({ key: 'b', topic: 't' })]);
    expect(standIn.tokensIssued).toBe(1);
  });

  it('is replaced once after a 401, and the call repeated', async () => {
    const zoom = client();
    await zoom.warm();
    standIn.revokeTokens();
    await Promise.all([zoom.create({ key: 'a', topic: 't' }), zoom.create({ key: 'b', topic: 't' })]);
    expect(standIn.tokensIssued).toBe(2);
    expect(standIn.meetings).toHaveLength(2);
  });

  it('is not asked for endlessly when the new one is refused too', async () => {
    standIn.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'error', code: '124' } });
    await expect(client().create({ key: 'k', topic: 't' })).rejects.toMatchObject({ name: 'PermanentError', code: '124' });
    expect(callsNamed('POST /users/meetings')).toBe(2);
  });

  it('is not used in its last moments', async () => {
    const zoom = client();
    await zoom.warm();
    now = new Date(now.getTime() + 3_590_000);
    await zoom.create({ key: 'k', topic: 't' });
    expect(standIn.tokensIssued).toBe(2);
  });

  it('is refreshed ahead of time by itself', async () => {
    const real = [
      'Date',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
    ] as const;
    jest.useFakeTimers({ doNotFake: [...real] });
    try {
      await client().warm();
      jest.advanceTimersByTime(54 * 60_000);
      expect(standIn.tokensIssued).toBe(1);
      jest.advanceTimersByTime(2 * 60_000);
      while (standIn.tokensIssued < 2) await new Promise((resolve) => setImmediate(resolve));
    } finally {
      jest.useRealTimers();
    }
  });

  it('is refused with the variables to check, and the secret stays out of the text', async () => {
    const wrong = client({ clientSecret: 'not-the-secret' });
    const error = await wrong.warm().catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'PermanentError', code: 'invalid_client', message: expect.stringContaining('ZOOM_CLIENT_SECRET') });
    expect(String(error)).not.toContain('not-the-secret');
    await expect(client({ accountId: 'other' }).warm()).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('ZOOM_ACCOUNT_ID'),
    });
  });
});

describe('faults', () => {
  const cases: [string, Fault, object][] = [
    ['500', { kind: 'http', status: 500 }, { name: 'TransientError', code: 'http_500' }],
    [
      '429 with Retry-After',
      { kind: 'rate-limit', retryAfterSeconds: 7 },
      { name: 'TransientError', code: 'ratelimited', retryAfterMs: 7_000 },
    ],
    ['a cut connection', { kind: 'cut' }, { name: 'TransientError', code: 'connection' }],
    ['a cut after the effect', { kind: 'cut-after' }, { name: 'TransientError', code: 'connection' }],
    ['silence', { kind: 'hang' }, { name: 'TransientError', code: 'timeout' }],
    [
      'a missing scope',
      { kind: 'error', code: '4711' },
      { name: 'PermanentError', code: '4711', message: expect.stringContaining('scope') },
    ],
    ['an unknown refusal', { kind: 'error', code: '300' }, { name: 'PermanentError', code: '300' }],
  ];
  it.each(cases)('%s is not retried inside', async (_name, fault, expected) => {
    standIn.faults.inject({ call: 'POST /users/meetings', fault });
    await expect(client({ timeoutMs: 300 }).create({ key: 'k', topic: 't' })).rejects.toMatchObject(expected);
    expect(callsNamed('POST /users/meetings')).toBe(1);
  });

  it('in the look-up are not taken for "no such meeting"', async () => {
    const zoom = client();
    await zoom.create({ key: 'k', topic: 't' });
    standIn.faults.inject({ call: 'GET /users/meetings', fault: { kind: 'http', status: 503 }, times: 1 });
    await expect(zoom.find({ key: 'k' })).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('of a server that is not there are transient', async () => {
    const { url, authUrl } = standIn;
    await standIn.close();
    await expect(client({ apiUrl: url, authUrl }).create({ key: 'k', topic: 't' })).rejects.toMatchObject({
      name: 'TransientError',
      code: 'connection',
    });
  });
});

it('without Zoom every meeting is refused with what to set', async () => {
  const bridge = noBridge();
  await expect(bridge.create({ key: 'k', topic: 't' })).rejects.toMatchObject({
    name: 'PermanentError',
    code: 'not_configured',
    message: expect.stringContaining('ZOOM_ACCOUNT_ID'),
  });
  expect(await bridge.find({ key: 'k' })).toBeUndefined();
});
