import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../../sandbox/faults.ts';
import { type SlackStandIn, startSlack } from '../../../sandbox/slack/index.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { createSlackChat, type SlackChat } from '../../../src/integrations/slack/index.ts';

const TOKEN = 'xoxb-contract-token';
const ack = { lane: 'ack' } as const;
const text = (words: string) => ({ text: words });
const section = (words: string) => ({ type: 'section', text: { type: 'mrkdwn', text: words } });
const GUESTS = { guest: { guest: 'several-channels' }, lone: { guest: 'one-channel' } } as const;
const YESTERDAY = new Date(Date.now() - 86_400_000);

let slack: SlackStandIn;
let chat: SlackChat;
let count = 0;
/** Added to the time of Slack. */
let now = 0;
/** Takes what Slack sends and says nothing more, so that commands give triggers and response URLs. */
const app = createServer((request, response) => void request.resume().on('end', () => response.end()));

const connect = (changes: Partial<Parameters<typeof createSlackChat>[0]> = {}): SlackChat =>
  createSlackChat({ token: TOKEN, apiUrl: slack.url, timeoutMs: 20_000, log: createLog({ level: 'silent' }), ...changes });
const person = (name: string): string => slack.users[name] ?? '';
const newChannel = async (isPrivate = false): Promise<string> => {
  count += 1;
  return (await chat.createChannel({ name: `inc-${count}`, isPrivate }, ack)).id;
};
const callsOf = (method: string) => slack.calls.filter((call) => call.method === method);

beforeAll(async () => {
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  slack = await startSlack({
    signingSecret: 'signing-secret',
    botToken: TOKEN,
    appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    rateLimits: false,
    now: () => Date.now() + now,
    users: Object.entries({ ada: {}, bob: {}, gone: { deactivated: true }, partner: { teamId: 'T0PARTNER' }, ...GUESTS }).map(
      ([name, how]) => ({ name, realName: name, ...how }),
    ),
    channels: [{ name: 'status', members: ['ada'] }],
    userGroups: { S0ONCALL: ['bob', 'ada'], S0EMPTY: [] },
  });
});
afterAll(async () => {
  await slack.close();
  app.closeAllConnections();
  app.close();
});
beforeEach(() => {
  slack.faults.clear();
  slack.calls.length = 0;
  chat = connect();
});

describe('channels', () => {
  it('are created, public and private', async () => {
    const channel = await chat.createChannel({ name: 'inc-public', isPrivate: false }, ack);
    expect(channel).toEqual({ id: expect.stringMatching(/^C/), name: 'inc-public' });
    await chat.createChannel({ name: 'inc-private', isPrivate: true }, ack);
    expect(slack.channelByName('inc-private')).toMatchObject({ isPrivate: true });
  });

  it('with a name that is taken are refused as name_taken', async () => {
    await chat.createChannel({ name: 'inc-taken', isPrivate: false }, ack);
    await expect(chat.createChannel({ name: 'inc-taken', isPrivate: false }, ack)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'name_taken',
    });
  });

  it('of our own are found after a lost reply, private ones too', async () => {
    for (const isPrivate of [false, true]) {
      const name = `inc-lost-${isPrivate}`;
      slack.faults.inject({ call: 'conversations.create', fault: { kind: 'lost-reply', status: 503 }, times: 1 });
      await expect(chat.createChannel({ name, isPrivate }, ack)).rejects.toMatchObject({ name: 'TransientError', code: 'http_503' });
      expect(await chat.findOwnChannel({ names: ['other', name], createdAfter: YESTERDAY }, ack)).toEqual({
        id: slack.channelByName(name)?.id,
        name,
      });
    }
  });

  it("are found among more than one page of the bot's channels", async () => {
    for (let at = 0; at < 210; at += 1) await slack.addChannel({ name: `filler-${at}`, members: ['ada'], botIsMember: true });
    const { id } = await chat.createChannel({ name: 'inc-far', isPrivate: false }, ack);
    expect(await chat.findOwnChannel({ names: ['inc-far'], createdAfter: YESTERDAY }, ack)).toEqual({ id, name: 'inc-far' });
    expect(callsOf('users.conversations').length).toBeGreaterThan(1);
  });

  it('of somebody else, or from before, are not ours', async () => {
    await slack.addChannel({ name: 'inc-theirs', by: 'ada', botIsMember: true });
    expect(await chat.findOwnChannel({ names: ['inc-theirs'], createdAfter: YESTERDAY }, ack)).toBeUndefined();
    await chat.createChannel({ name: 'inc-old', isPrivate: false }, ack);
    expect(await chat.findOwnChannel({ names: ['inc-old'], createdAfter: new Date(Date.now() + 3_600_000) }, ack)).toBeUndefined();
  });

  it('are joined, and joining again is no error', async () => {
    const channel = slack.channelIds.status ?? '';
    await expect(chat.post({ channel, message: text('hello'), key: 'k' }, ack)).rejects.toMatchObject({
      code: 'not_in_channel',
      message: expect.stringContaining('/invite'),
    });
    expect(await chat.channelState({ channel }, ack)).toMatchObject({ name: 'status', isMember: false, isArchived: false });
    await chat.join({ channel }, ack);
    await chat.join({ channel }, ack);
    expect(await chat.channelState({ channel }, ack)).toMatchObject({ isMember: true });
  });

  it('give back the topic that was set, markup included', async () => {
    const channel = await newChannel();
    expect(await chat.topicOf({ channel }, ack)).toBe('');
    await chat.setTopic({ channel, topic: 'SEV1 & <rising>' }, ack);
    expect(await chat.topicOf({ channel }, ack)).toBe('SEV1 & <rising>');
  });
});

describe('invitations', () => {
  it('take everybody in one call, and tell who could not come and why', async () => {
    const channel = await newChannel();
    const users = [person('ada'), person('gone'), 'U0NOBODY', person('bob'), person('guest'), person('ada')];
    const { failed } = await chat.invite({ channel, users }, ack);
    expect(failed.map((f) => f.user).sort()).toEqual([person('gone'), 'U0NOBODY', person('guest')].sort());
    expect(failed.every((f) => f.code.length > 0)).toBe(true);
    expect(slack.channels().find((c) => c.id === channel)?.members).toEqual(expect.arrayContaining([person('ada'), person('bob')]));
    expect(callsOf('conversations.invite')).toHaveLength(1);
  });

  it('of somebody who is there already are a success', async () => {
    const channel = await newChannel();
    await chat.invite({ channel, users: [person('ada')] }, ack);
    expect(await chat.invite({ channel, users: [person('ada')] }, ack)).toEqual({ failed: [] });
    expect(await chat.invite({ channel, users: [person('ada'), person('bob')] }, ack)).toEqual({ failed: [] });
  });

  it('of nobody who can come fail for each, not as a whole', async () => {
    const channel = await newChannel();
    expect((await chat.invite({ channel, users: [person('gone')] }, ack)).failed).toHaveLength(1);
    expect(await chat.invite({ channel, users: [] }, ack)).toEqual({ failed: [] });
  });

  it('into a channel that cannot be seen are an error', async () => {
    await expect(chat.invite({ channel: 'C0NOWHERE', users: [person('ada')] }, ack)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'channel_not_found',
    });
  });
});

describe('messages', () => {
  it.each(['lost-reply', 'cut-after'] as const)('are found again by their key after a %s, and only by theirs', async (kind) => {
    const channel = await newChannel();
    slack.faults.inject({ call: 'chat.postMessage', fault: kind === 'cut-after' ? { kind } : { kind, status: 503 }, times: 1 });
    const posting = chat.post({ channel, message: { text: 'numbers', blocks: [section('numbers')] }, key: 'first-message:7' }, ack);
    await expect(posting).rejects.toMatchObject({ name: 'TransientError' });
    const found = await chat.findPosted({ channel, key: 'first-message:7', since: new Date() }, ack);
    expect(found).toEqual({ channel, ts: slack.messages(channel).at(-1)?.ts });
    expect(await chat.findPosted({ channel, key: 'first-message:70', since: YESTERDAY }, ack)).toBeUndefined();
  });

  it('are found on a later page, in a thread and in direct messages', async () => {
    const channel = await newChannel();
    const first = await chat.post({ channel, message: text('first'), key: 'first' }, ack);
    for (let at = 0; at < 230; at += 1) await slack.say('ada', channel, `noise ${at}`);
    expect(await chat.findPosted({ channel, key: 'first', since: YESTERDAY }, ack)).toEqual(first);
    const reply = await chat.post({ channel, message: text('reply'), key: 'reply', threadTs: first.ts }, ack);
    expect(await chat.findPosted({ channel, key: 'reply', since: YESTERDAY, threadTs: first.ts }, ack)).toEqual(reply);
    const direct = await chat.openDirect({ user: person('ada') }, ack);
    const page = await chat.post({ channel: direct, message: text('page'), key: 'page' }, { lane: 'page' });
    expect(await chat.findPosted({ channel: direct, key: 'page', since: YESTERDAY }, ack)).toEqual(page);
  });

  it('are edited in place, and lose their blocks when the edit has none', async () => {
    const channel = await newChannel();
    const { ts } = await chat.post({ channel, message: { text: 'before', blocks: [section('before')] }, key: 'k' }, ack);
    await chat.update({ channel, ts, message: { text: 'after', blocks: [section('after')] } }, ack);
    expect(slack.messages(channel).at(-1)).toMatchObject({ ts, text: 'after', blocks: [{ text: { text: 'after' } }] });
    await chat.update({ channel, ts, message: text('plain') }, ack);
    expect(slack.messages(channel).at(-1)?.text).toBe('plain');
    expect(await chat.findPosted({ channel, key: 'k', since: YESTERDAY }, ack)).toEqual({ channel, ts });
  });

  it('are pinned once, and pinning again is a success', async () => {
    const channel = await newChannel();
    const posted = await chat.post({ channel, message: text('briefing'), key: 'k' }, ack);
    await chat.pin(posted, ack);
    await chat.pin(posted, ack);
    expect(slack.channels().find((c) => c.id === channel)?.pins).toEqual([posted.ts]);
  });

  it('are shown to one person only', async () => {
    const channel = await newChannel();
    await chat.invite({ channel, users: [person('bob')] }, ack);
    await chat.postEphemeral({ channel, user: person('bob'), message: text('only you') }, ack);
    expect(slack.ephemerals(person('bob')).at(-1)).toMatchObject({ text: 'only you' });
  });

  it('that Slack finds malformed are refused with what is wrong', async () => {
    const channel = await newChannel();
    const blocks = Array.from({ length: 51 }, () => section('x'));
    await expect(chat.post({ channel, message: { text: 'x', blocks }, key: 'k' }, ack)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'invalid_blocks',
    });
  });
});

describe('pictures', () => {
  const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');
  const picture = { png: PNG, fileName: 'chart.png', title: 'Numbers of #7', altText: 'Kafka lag rises' };
  const showing = (id: string) => ({ text: 'chart', blocks: [{ type: 'image', slack_file: { id }, alt_text: 'Kafka lag rises' }] });

  it('are uploaded with their description, and shown by messages once Slack has looked at them', async () => {
    const channel = await newChannel();
    const id = await chat.uploadImage(picture, ack);
    expect(slack.files().at(-1)).toMatchObject({ id, name: 'chart.png', title: 'Numbers of #7', altText: 'Kafka lag rises', bytes: PNG });
    const { ts } = await chat.post({ channel, message: text('numbers'), key: 'k' }, ack);
    const early = await chat.update({ channel, ts, message: showing(id) }, ack).catch((error: unknown) => error);
    expect(early).toMatchObject({ name: 'TransientError', code: 'file_not_ready', retryAfterMs: expect.any(Number) });
    expect(slack.messages(channel).at(-1)).toMatchObject({ text: 'numbers' });
    now += 2_000;
    await chat.update({ channel, ts, message: showing(id) }, ack);
    expect(slack.messages(channel).at(-1)).toMatchObject({ blocks: [{ type: 'image', slack_file: { id } }] });
  });

  it('whose bytes do not arrive are an error that may pass, and are shown nowhere', async () => {
    for (const fault of [{ kind: 'http', status: 503 }, { kind: 'cut' }, { kind: 'hang' }] as const) {
      slack.faults.inject({ call: 'upload_url', fault, times: 1 });
      const failed = connect({ timeoutMs: 300 }).uploadImage(picture, ack);
      await expect(failed).rejects.toMatchObject({ name: 'TransientError' });
      expect(callsOf('files.completeUploadExternal')).toHaveLength(0);
    }
    slack.faults.inject({ call: 'upload_url', fault: { kind: 'http', status: 413 }, times: 1 });
    await expect(chat.uploadImage(picture, ack)).rejects.toMatchObject({ name: 'PermanentError', code: 'http_413' });
  });

  it('have a description that Slack takes, however long it was', async () => {
    const id = await chat.uploadImage({ ...picture, altText: '값'.repeat(3_000) }, ack);
    expect(slack.files().find((file) => file.id === id)?.altText).toHaveLength(1_000);
  });
});

it('bookmarks are added and seen', async () => {
  const channel = await newChannel();
  const link = 'https://zoom.example.com/j/1?pwd=a&b=c';
  expect(await chat.hasBookmark({ channel, link }, ack)).toBe(false);
  await chat.addBookmark({ channel, title: 'Bridge', link }, ack);
  expect(await chat.hasBookmark({ channel, link }, ack)).toBe(true);
});

it('direct channels are asked for once, deactivated people are refused', async () => {
  const direct = await chat.openDirect({ user: person('bob') }, ack);
  expect(await chat.openDirect({ user: person('bob') }, ack)).toBe(direct);
  expect(callsOf('conversations.open')).toHaveLength(1);
  await expect(chat.openDirect({ user: person('gone') }, ack)).rejects.toMatchObject({ name: 'PermanentError' });
});

describe('people and user groups', () => {
  it('a group has its members in order, an unknown one is refused', async () => {
    expect(await chat.userGroupMembers({ group: 'S0ONCALL' }, ack)).toEqual([person('bob'), person('ada')]);
    expect(await chat.userGroupMembers({ group: 'S0EMPTY' }, ack)).toEqual([]);
    await expect(chat.userGroupMembers({ group: 'S0NONE' }, ack)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'no_such_subteam',
    });
  });

  it('somebody is a member, a guest, of another workspace, deactivated or unknown', async () => {
    const names = ['ada', 'guest', 'lone', 'partner', 'gone', 'nobody'];
    const states = await Promise.all(names.map((name) => chat.userState({ user: person(name) || 'U0NOBODY' }, ack)));
    expect(states).toEqual(['active', 'guest', 'guest', 'elsewhere', 'deactivated', 'unknown']);
  });
});

it('the identity is asked once; a failure is not remembered', async () => {
  slack.faults.inject({ call: 'auth.test', fault: { kind: 'http', status: 500 }, times: 1 });
  await expect(chat.identity()).rejects.toMatchObject({ name: 'TransientError' });
  const [one, two] = await Promise.all([chat.identity(), chat.identity()]);
  expect(one).toMatchObject({ userId: slack.botUserId, teamId: slack.teamId });
  expect(two).toBe(one);
  expect(callsOf('auth.test')).toHaveLength(2);
});

describe('views and answers', () => {
  const view = (title: string) => ({
    type: 'modal' as const,
    callback_id: 'declare',
    title: { type: 'plain_text', text: title },
    blocks: [section(title)],
  });

  it('a view is opened with a trigger, once, and updated', async () => {
    const { triggerId } = await slack.slash('ada', '');
    const viewId = await chat.openView({ triggerId, view: view('Opening…') });
    await chat.updateView({ viewId, view: view('Open an incident') });
    expect(slack.views(person('ada')).at(-1)).toMatchObject({ id: viewId, title: 'Open an incident' });
    await expect(chat.openView({ triggerId, view: view('Again') })).rejects.toMatchObject({
      name: 'PermanentError',
      code: expect.stringMatching(/trigger_id$/),
    });
  });

  it('the App Home of a person is published, in place of what was there', async () => {
    const publish = (title: string) => chat.publishHome({ user: person('ada'), view: { type: 'home', blocks: [section(title)] } });
    await publish('Calm').then(() => publish('One incident'));
    const homes = slack.views(person('ada')).filter(({ type }) => type === 'home');
    expect(homes.flatMap(({ blocks }) => blocks)).toMatchObject([section('One incident')]);
  });

  it('a response URL takes five answers, then says so', async () => {
    const { responseUrl } = await slack.slash('ada', 'status');
    for (let at = 0; at < 5; at += 1) await chat.respond({ responseUrl, message: text(`answer ${at}`) });
    expect(slack.ephemerals(person('ada')).at(-1)).toMatchObject({ text: 'answer 4' });
    await expect(chat.respond({ responseUrl, message: text('one too many') })).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'expired_url',
    });
    slack.faults.inject({ call: 'response_url', fault: { kind: 'http', status: 502 } });
    const { responseUrl: another } = await slack.slash('ada', 'status');
    const error = await chat.respond({ responseUrl: another, message: text('x') }).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'TransientError' });
    expect(String(error)).not.toContain(another);
  });
});

describe('faults', () => {
  const cases: [string, Fault, object][] = [
    ['HTTP 503', { kind: 'http', status: 503 }, { name: 'TransientError', code: 'http_503' }],
    ['HTTP 404', { kind: 'http', status: 404 }, { name: 'PermanentError', code: 'http_404' }],
    ['a cut connection', { kind: 'cut' }, { name: 'TransientError', code: 'connection' }],
    ['silence', { kind: 'hang' }, { name: 'TransientError', code: 'timeout' }],
    ['429', { kind: 'rate-limit', retryAfterSeconds: 9 }, { name: 'TransientError', code: 'ratelimited', retryAfterMs: 9_000 }],
    ['internal_error', { kind: 'error', code: 'internal_error' }, { name: 'TransientError', code: 'internal_error' }],
    ['fatal_error', { kind: 'error', code: 'fatal_error' }, { name: 'TransientError', code: 'fatal_error' }],
    ['service_unavailable', { kind: 'error', code: 'service_unavailable' }, { name: 'TransientError', code: 'service_unavailable' }],
    [
      'restricted_action',
      { kind: 'error', code: 'restricted_action' },
      { name: 'PermanentError', code: 'restricted_action', message: expect.stringContaining('admin') },
    ],
    [
      'invalid_auth',
      { kind: 'error', code: 'invalid_auth' },
      { name: 'PermanentError', code: 'invalid_auth', message: expect.stringContaining('SLACK_BOT_TOKEN') },
    ],
    [
      'a word nobody knows',
      { kind: 'error', code: 'new_word' },
      { name: 'PermanentError', code: 'new_word', message: expect.stringContaining('conversations.create') },
    ],
  ];
  it.each(cases)('%s is mapped and not retried inside', async (_name, fault, expected) => {
    slack.faults.inject({ call: 'conversations.create', fault });
    await expect(connect({ timeoutMs: 300 }).createChannel({ name: 'inc-fault', isPrivate: false }, ack)).rejects.toMatchObject(expected);
    expect(callsOf('conversations.create')).toHaveLength(1);
  });

  it('a 429 holds back only its own method', async () => {
    const quick = connect({ limits: { maxWaitMs: 100 } });
    slack.faults.inject({ call: 'conversations.create', fault: { kind: 'rate-limit', retryAfterSeconds: 30 }, times: 1 });
    await expect(quick.createChannel({ name: 'inc-paused', isPrivate: false }, ack)).rejects.toMatchObject({ code: 'ratelimited' });
    const refused = await quick.createChannel({ name: 'inc-paused', isPrivate: false }, ack).catch((e: unknown) => e);
    expect(refused).toMatchObject({ name: 'TransientError', code: 'lane_full', retryAfterMs: expect.any(Number) });
    expect(callsOf('conversations.create')).toHaveLength(1);
    await expect(quick.openDirect({ user: person('ada') }, ack)).resolves.toBeDefined();
  });

  it('a token that is refused says so', async () => {
    await expect(connect({ token: 'xoxb-wrong' }).identity()).rejects.toMatchObject({ name: 'PermanentError', code: 'invalid_auth' });
  });
});

it('twenty declarations at once stay inside the limits of a strict Slack', async () => {
  const strict = await startSlack({ signingSecret: 's', botToken: TOKEN, users: [{ name: 'ada', realName: 'Ada' }] });
  try {
    // What a busy machine needs for an answer decides nothing here.
    const client = connect({ apiUrl: strict.url, timeoutMs: 60_000 });
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const { id } = await client.createChannel({ name: `inc-burst-${at}`, isPrivate: false }, ack);
        const [posted] = await Promise.all([
          client.post({ channel: id, message: text('numbers'), key: `first:${at}` }, ack),
          client.invite({ channel: id, users: [strict.users.ada ?? ''] }, ack),
          client.setTopic({ channel: id, topic: 'SEV1' }, { lane: 'cosmetics' }),
        ]);
        await Promise.all([client.update({ ...posted, message: text('link') }, ack), client.pin(posted, { lane: 'cosmetics' })]);
      }),
    );
    expect(strict.calls.filter((call) => call.status === 429)).toEqual([]);
    expect(Object.values(client.waiting()).every((waiting) => waiting === 0)).toBe(true);
  } finally {
    await strict.close();
  }
});
