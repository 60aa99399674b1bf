import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { METHODS } from '../../../sandbox/slack/methods/index.ts';
import { BOT_TOKEN, type Contract, contract, silent } from './slack-client.ts';

/** What holds for every method: tokens, scopes (each method's page), argument encodings, and the faults that tests inject. */

let given: Contract;
beforeAll(async () => {
  given = await contract();
});
afterAll(() => given.slack.close());

describe('tokens', () => {
  it('refuses another token, and none', async () => {
    const stranger = new WebClient('xoxb-another', { slackApiUrl: given.slack.url, retryConfig: { retries: 0 }, logger: silent });
    await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
    expect(await (await fetch(`${given.slack.url}auth.test`, { method: 'POST' })).json()).toMatchObject({ ok: false, error: 'not_authed' });
  });

  it('tells the bot who it is', async () => {
    const { botUserId, botId, teamId } = given.slack;
    expect(await given.must('auth.test')).toMatchObject({ user_id: botUserId, bot_id: botId, team_id: teamId });
  });
});

describe('scopes', () => {
  /** The scope of each method, from its page; for methods on conversations that of public and private channels and direct messages. */
  const SCOPES: [method: string, scopes: { plain?: string; private?: string; im?: string; args?: Record<string, unknown> }][] = [
    ['chat.postMessage', { plain: 'chat:write' }],
    ['chat.postEphemeral', { plain: 'chat:write' }],
    ['chat.update', { plain: 'chat:write' }],
    ['chat.delete', { plain: 'chat:write' }],
    ['conversations.create', { plain: 'channels:manage' }],
    ['conversations.create', { plain: 'groups:write', args: { is_private: true } }],
    ['conversations.invite', { plain: 'channels:manage', private: 'groups:write' }],
    ['conversations.setTopic', { plain: 'channels:manage', private: 'groups:write' }],
    ['conversations.archive', { plain: 'channels:manage', private: 'groups:write' }],
    ['conversations.leave', { plain: 'channels:manage', private: 'groups:write' }],
    ['conversations.join', { plain: 'channels:join' }],
    ['conversations.open', { plain: 'im:write' }],
    ['conversations.info', { plain: 'channels:read', private: 'groups:read', im: 'im:read' }],
    ['conversations.members', { plain: 'channels:read', private: 'groups:read', im: 'im:read' }],
    ['conversations.history', { plain: 'channels:history', private: 'groups:history', im: 'im:history' }],
    ['conversations.replies', { plain: 'channels:history', private: 'groups:history', im: 'im:history' }],
    ['conversations.list', { plain: 'channels:read' }],
    ['conversations.list', { plain: 'groups:read', args: { types: 'private_channel' } }],
    ['users.conversations', { plain: 'channels:read' }],
    ['users.conversations', { plain: 'im:read', args: { types: 'im' } }],
    ['users.info', { plain: 'users:read' }],
    ['users.getPresence', { plain: 'users:read' }],
    ['dnd.info', { plain: 'dnd:read' }],
    ['users.list', { plain: 'users:read' }],
    ['users.lookupByEmail', { plain: 'users:read.email' }],
    ['usergroups.list', { plain: 'usergroups:read' }],
    ['usergroups.users.list', { plain: 'usergroups:read' }],
    ['team.info', { plain: 'team:read' }],
    ['pins.add', { plain: 'pins:write' }],
    ['pins.remove', { plain: 'pins:write' }],
    ['pins.list', { plain: 'pins:read' }],
    ['bookmarks.add', { plain: 'bookmarks:write' }],
    ['bookmarks.edit', { plain: 'bookmarks:write' }],
    ['bookmarks.remove', { plain: 'bookmarks:write' }],
    ['bookmarks.list', { plain: 'bookmarks:read' }],
    ['reactions.add', { plain: 'reactions:write' }],
    ['files.getUploadURLExternal', { plain: 'files:write' }],
    ['files.completeUploadExternal', { plain: 'files:write' }],
  ];
  // Those of the app-level token are in slack-sockets.test.ts.
  const WITHOUT = [
    'apps.connections.open',
    'auth.test',
    'chat.getPermalink',
    'views.open',
    'views.push',
    'views.update',
    'views.publish',
    'files.upload',
  ];
  const every = [
    ...new Set(SCOPES.flatMap(([, scopes]) => [scopes.plain, scopes.private, scopes.im]).filter((scope) => scope !== undefined)),
  ];

  let bare: Contract;
  /** Has no right to direct messages but to open them. */
  let shy: Contract;
  let im: string;
  beforeAll(async () => {
    bare = await contract({ withoutScopes: every });
    shy = await contract({ withoutScopes: ['im:read', 'im:history'] });
    im = String(((await shy.must('conversations.open', { users: shy.slack.users.ana })).channel as { id: string }).id);
  });
  afterAll(() => Promise.all([bare.slack.close(), shy.slack.close()]));

  it('are known for every method', () => {
    expect([...METHODS.keys()].sort()).toEqual([...new Set([...SCOPES.map(([method]) => method), ...WITHOUT])].sort());
  });

  it.each(SCOPES)('%s wants %j', async (method, { plain, private: closed, im: direct, args }) => {
    const { incidents: channel, secret } = bare.slack.channelIds;
    const missing = (needed: string) => ({
      ok: false,
      error: 'missing_scope',
      needed: expect.stringContaining(needed),
      provided: expect.any(String),
    });
    if (plain) expect(await bare.call(method, { channel, channel_id: channel, ...args })).toMatchObject(missing(plain));
    if (closed) expect(await bare.call(method, { channel: secret })).toMatchObject(missing(closed));
    if (direct) expect(await shy.call(method, { channel: im })).toMatchObject(missing(direct));
  });

  it('are named in the headers of every answer, as those of the manifest', async () => {
    const answer = await given.must('conversations.info', { channel: given.slack.channelIds.incidents });
    expect(answer.response_metadata).toMatchObject({
      scopes: expect.arrayContaining(['commands', 'chat:write']),
      acceptedScopes: ['channels:read'],
    });
  });
});

describe('calls', () => {
  it('may be sent as JSON too', async () => {
    const response = await fetch(`${given.slack.url}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: given.slack.channelIds.incidents, text: 'as JSON', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { text: 'as JSON' } });
  });

  it('of a method that is not there are refused, and files.upload is gone', async () => {
    expect(await given.call('chat.shout')).toMatchObject({ error: 'unknown_method' });
    expect(await given.call('files.upload')).toMatchObject({ error: 'method_deprecated' });
  });

  it('are recorded with their arguments', async () => {
    const metadata = { event_type: 'x', event_payload: {} };
    await given.must('chat.postMessage', { channel: given.slack.channelIds.incidents, text: 'recorded', metadata });
    expect(given.slack.calls.at(-1)).toMatchObject({
      method: 'chat.postMessage',
      args: { text: 'recorded', metadata },
      status: 200,
      ok: true,
    });
  });
});

describe('faults', () => {
  const said = (text: string) =>
    given.slack.messages(String(given.slack.channelIds.incidents)).filter((message) => message.text === text).length;
  const post = (text: string) => given.call('chat.postMessage', { channel: given.slack.channelIds.incidents, text });
  const inject = (fault: Parameters<typeof given.slack.faults.inject>[0]['fault']) =>
    given.slack.faults.inject({ call: 'chat.postMessage', fault, times: 1 });

  it('http: a status, and nothing happened', async () => {
    inject({ kind: 'http', status: 503 });
    await expect(post('http')).rejects.toMatchObject({ code: 'slack_webapi_http_error', statusCode: 503 });
    expect(said('http')).toBe(0);
  });

  it('lost-reply: a status, and it happened', async () => {
    inject({ kind: 'lost-reply', status: 503 });
    await expect(post('lost')).rejects.toMatchObject({ statusCode: 503 });
    expect(said('lost')).toBe(1);
    expect(given.slack.calls.at(-1)).toMatchObject({ status: 503, ok: false, applied: true });
  });

  it('cut: the connection ends, and nothing happened', async () => {
    inject({ kind: 'cut' });
    await expect(post('cut')).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(said('cut')).toBe(0);
  });

  it('cut-after: the connection ends, and it happened', async () => {
    inject({ kind: 'cut-after' });
    await expect(post('cut-after')).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(said('cut-after')).toBe(1);
  });

  it('rate-limit: 429 with Retry-After', async () => {
    inject({ kind: 'rate-limit', retryAfterSeconds: 7 });
    await expect(post('limited')).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    expect(said('limited')).toBe(0);
  });

  it('hang: no answer, and nothing happened', async () => {
    inject({ kind: 'hang' });
    const impatient = new WebClient(BOT_TOKEN, { slackApiUrl: given.slack.url, retryConfig: { retries: 0 }, timeout: 100, logger: silent });
    await expect(impatient.chat.postMessage({ channel: String(given.slack.channelIds.incidents), text: 'hang' })).rejects.toThrow();
    expect(said('hang')).toBe(0);
  });

  it('error: the word, and nothing happened', async () => {
    inject({ kind: 'error', code: 'fatal_error' });
    expect(await post('error')).toMatchObject({ ok: false, error: 'fatal_error' });
    expect(said('error')).toBe(0);
  });

  it('slow, and a latency of every call', async () => {
    inject({ kind: 'slow', ms: 60 });
    await post('slow');
    expect(given.slack.calls.at(-1)?.tookMs).toBeGreaterThanOrEqual(59);
    given.slack.faults.latencyMs = 30;
    await post('later');
    expect(given.slack.calls.at(-1)?.tookMs).toBeGreaterThanOrEqual(29);
    given.slack.faults.clear();
  });

  it('only those calls that are meant', async () => {
    given.slack.faults.inject({ call: '*', fault: { kind: 'error', code: 'fatal_error' }, when: (args) => args.text === 'this one' });
    expect(await post('this one')).toMatchObject({ error: 'fatal_error' });
    expect(await post('that one')).toMatchObject({ ok: true });
    given.slack.faults.clear();
  });
});
