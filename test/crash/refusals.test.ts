import type { Fault } from '../../sandbox/faults.ts';
import { readManifest } from '../../sandbox/slack/manifest.ts';
import type { World } from '../../sandbox/world.ts';
import { remove, set } from '../support/scenario/edit-playbook.ts';
import { type End, keyOf, OPENED } from './stage/situations.ts';
import { type StageOptions, startStage } from './stage/stage.ts';

/** What somebody refuses for good: the incident exists all the same, and nobody has to guess what does not work. */

const FALLBACK: End = { ...OPENED, bridge: 'fallback', problems: ['bridge'] };

describe('Zoom', () => {
  const always = (call: string, fault: Fault) => (world: World) => world.zoom.faults.inject({ call, fault });
  const cases: Record<string, StageOptions & { says: RegExp }> = {
    'refuses the client': { environment: { ZOOM_CLIENT_SECRET: 'not-the-secret' }, says: /ZOOM_CLIENT_SECRET/ },
    'refuses the account': { environment: { ZOOM_ACCOUNT_ID: 'another' }, says: /ZOOM_ACCOUNT_ID/ },
    'answers 401 to every token': { arrange: always('POST /users/meetings', { kind: 'http', status: 401 }), says: /Zoom/ },
    'answers 400': { arrange: always('POST /users/meetings', { kind: 'http', status: 400 }), says: /Zoom/ },
    'is out of meetings for today': { zoom: { dailyLimit: 0 }, says: /used up its meetings for today/ },
    'asks to wait for an hour': {
      arrange: always('POST /users/meetings', { kind: 'rate-limit', retryAfterSeconds: 3_600 }),
      says: /asks to wait/,
    },
    'fails whenever it is asked': { arrange: always('*', { kind: 'http', status: 503 }), says: /503/ },
    'never answers': { arrange: always('*', { kind: 'hang' }), says: /No answer within 5 s/ },
  };

  it.each(Object.entries(cases))('that %s gives way to the standing room', async (_name, { says, ...options }) => {
    const stage = await startStage(options);
    await stage.declare();
    await stage.ends(FALLBACK);
    expect(stage.told().join()).toMatch(says);
    expect(stage.briefing()).toMatch(says);
    expect(stage.briefing()).toMatch(/standing room/);
  });

  it('that nobody set up is not missed where there is a standing room', async () => {
    const stage = await startStage({ environment: { ZOOM_ACCOUNT_ID: '', ZOOM_CLIENT_ID: '', ZOOM_CLIENT_SECRET: '' } });
    await stage.declare();
    await stage.ends({ ...OPENED, bridge: 'fallback' });
    expect(stage.told().join() + stage.briefing()).not.toMatch(/ZOOM|in place of Zoom/);
    expect(stage.briefing()).toMatch(/standing room/);
  });

  it('that refuses while there is no standing room is said to be missing', async () => {
    const stage = await startStage({
      environment: { ZOOM_CLIENT_SECRET: 'not-the-secret' },
      playbook: [remove('team.bridge.fallback')],
    });
    await stage.declare();
    await stage.done();
    await stage.until('the briefing says so', () => /could not be opened/.exec(stage.briefing()));
    expect(stage.told().join()).toMatch(/⚠ Video bridge: .*ZOOM_CLIENT_SECRET/);
    expect(await stage.app.runtime.storage.incidents.find(1)).toMatchObject({ bridgeUrl: null, channelId: expect.any(String) });
  });
});

describe('Prometheus', () => {
  const toAll = (fault: Fault) => (world: World) => {
    for (const call of ['GET /api/v1/query', 'GET /api/v1/query_range']) world.coupon.faults.inject({ call, fault });
  };
  const patience = (time: string) => [set('briefing.queryTimeout', time)];
  const cases: Record<string, StageOptions & { waits?: boolean }> = {
    'is down': { environment: { PROMETHEUS_URL: 'http://127.0.0.1:9' } },
    'is not configured': { environment: { PROMETHEUS_URL: '' } },
    'refuses every query': { arrange: toAll({ kind: 'http', status: 400 }) },
    'fails at every query': { arrange: toAll({ kind: 'http', status: 503 }) },
    'never answers': { arrange: toAll({ kind: 'hang' }), playbook: patience('5s'), waits: true },
    'answers too slowly': { arrange: toAll({ kind: 'slow', ms: 15_000 }), playbook: patience('5s'), waits: true },
  };

  it.each(Object.entries(cases))(
    'that %s holds up nothing, and the missing numbers are not zero',
    async (_name, { waits = false, ...options }) => {
      const stage = await startStage(options);
      await stage.declare();
      await stage.ends(OPENED);
      const first = stage.world.slack.calls.find(({ method, args }) => method === 'chat.postMessage' && keyOf(args) === 'briefing:1');
      // A quick refusal is there in time on a machine that has time; one that does not come never is.
      if (waits) expect(JSON.stringify(first?.args)).toContain('Numbers are being read');
      await stage.until(
        () => `a briefing that says so; it says ${stage.briefing()}`,
        () => /The metrics do not answer/.exec(stage.briefing()),
      );
      expect(stage.briefing()).toMatch(/source does not answer/);
      await stage.until(
        () => `a declarer who is told; told was ${stage.told().join()}`,
        () => /⚠ Metrics: /.exec(stage.told().join()),
      );
    },
  );

  it('that is given up while the link is being written is said as soon as an edit is allowed', async () => {
    const stage = await startStage({
      arrange: (world) => {
        toAll({ kind: 'hang' })(world);
        world.slack.faults.inject({ call: 'chat.update', fault: { kind: 'slow', ms: 5_000 }, times: 1 });
      },
      playbook: patience('4s'),
      overrides: { slackTimeoutMs: 20_000 },
    });
    await stage.declare();
    await stage.ends(OPENED);
    await stage.until(
      () => `a briefing that says so; it says ${stage.briefing()}`,
      () => /The metrics do not answer/.exec(stage.briefing()),
    );
  });
});

describe('Slack without the scope', () => {
  /** What cannot be without it; a scope that only serves to look again costs nothing while all goes well. */
  const ends: Record<string, End> = {
    'channels:manage': { ...OPENED, home: 'thread', problems: ['channel'] },
    'channels:join': { ...OPENED, problems: ['announcement'], waits: true },
    // The page waits in the outbox, not in the opening.
    'im:write': { ...OPENED, problems: ['page'] },
    'pins:write': { ...OPENED, problems: ['pin'], waits: true },
    'bookmarks:write': { ...OPENED, problems: ['bookmark'], waits: true },
  };
  const scopes = [...readManifest('manifest.yml').scopes].filter((scope) => scope !== 'chat:write');

  it.each(scopes)('%s opens the incident, and says which part is missing', async (scope) => {
    const stage = await startStage({ slack: { withoutScopes: [scope] } });
    await stage.declare();
    await stage.ends(ends[scope] ?? OPENED);
    if (ends[scope]) expect(stage.told().join()).toContain(scope);
    if (ends[scope]) expect(stage.briefing()).toContain(scope);
    // Charts come once the incident is open, sooner or later.
    if (scope === 'files:write') await stage.until('the briefing says so', () => (stage.briefing().includes(scope) ? true : undefined));
  });

  it('chat:write opens the channel with the bridge, and tells the declarer what nobody else can be told', async () => {
    const stage = await startStage({ slack: { withoutScopes: ['chat:write'] } });
    await stage.declare();
    await stage.until('the declarer is told', () => (stage.told().length > 0 ? true : undefined));
    await stage.until('the link is a bookmark', () =>
      stage.world.slack.channels().some(({ bookmarks }) => bookmarks.length > 0) ? true : undefined,
    );
    const [channel] = stage.world.slack.channels().filter(({ creator }) => creator === stage.world.slack.botUserId);
    expect(channel).toMatchObject({
      members: expect.arrayContaining([stage.world.slack.users.jisoo]),
      bookmarks: [{ link: stage.world.zoom.meetings[0]?.joinUrl }],
    });
    // The page leaves beside the rest, so its trouble may be told in a message of its own.
    const parts = ['Briefing', 'Announcement', 'Page to on-call'].map((part) => new RegExp(`⚠ ${part}: .*chat:write`));
    await stage.until('every part is told', () => (parts.every((part) => part.test(stage.told().join('\n'))) ? true : undefined));
  });

  it.each([
    ['groups:write', { home: 'direct', problems: ['channel'] }],
    ['channels:manage', { home: 'channel', problems: [] }],
  ] as const)('%s opens a private incident in private', async (scope, end) => {
    const stage = await startStage({ slack: { withoutScopes: [scope] } });
    await stage.declare('open sev1 coupons are late --private');
    await stage.ends({ ...OPENED, ...end, isPrivate: true });
  });

  /** A scope for looking, and a reply that was lost: who may not look does it once more rather than not at all. */
  it.each([
    ['channels:history', 'chat.postMessage'],
    ['im:history', 'chat.postMessage'],
    ['bookmarks:read', 'bookmarks.add'],
    ['channels:read', 'conversations.create'],
  ])('%s still opens the incident when a reply of %s is lost', async (scope, call) => {
    const stage = await startStage({ slack: { withoutScopes: [scope] } });
    stage.world.slack.faults.inject({ call, fault: { kind: 'lost-reply', status: 503 }, times: call === 'chat.postMessage' ? 4 : 1 });
    await stage.declare();
    await stage.done();
    const failed = (await stage.app.runtime.storage.steps.of('declare-1')).filter(({ status }) => status === 'failed');
    // Without channels:read nobody can tell whose channel has the name: the incident goes on in a thread.
    expect(failed.map(({ name }) => name)).toEqual(scope === 'channels:read' ? ['channel.create'] : []);
    expect(stage.briefing()).not.toBe('');
    expect(stage.world.slack.directMessages('minji')).not.toEqual([]);
  });
});
