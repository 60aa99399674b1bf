import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AppStandIn, startApp } from './slack-app.ts';
import { type Contract, contract, LARGER_APP, SIGNING_SECRET } from './slack-client.ts';

/** What Slack sends to an app: docs.slack.dev/interactivity, docs.slack.dev/apis/events-api, docs.slack.dev/authentication/verifying-requests-from-slack. */

let given: Contract;
let app: AppStandIn;
beforeAll(async () => {
  app = await startApp();
  given = await contract({ appUrl: app.url, manifestPath: LARGER_APP });
});
afterAll(async () => {
  await given.slack.close();
  await app.close();
});
beforeEach(() => {
  app.received.length = 0;
  app.answer = { status: 200 };
});

const last = () => {
  const received = app.received.at(-1);
  if (!received) throw new Error('the app received nothing');
  return received;
};
const channel = () => String(given.slack.channelIds.incidents);

describe('slash commands', () => {
  it('come as a form with all documented fields', async () => {
    const delivery = await given.slack.slash('ana', 'open sev1 소켓 & <b>', { channel: channel() });
    expect(last()).toMatchObject({ path: '/slack/events', headers: { 'content-type': expect.stringContaining('x-www-form-urlencoded') } });
    expect(last().body).toMatchObject({
      command: '/incident',
      text: 'open sev1 소켓 &amp; &lt;b&gt;',
      user_id: given.slack.users.ana,
      user_name: 'ana',
      channel_id: channel(),
      channel_name: 'incidents',
      team_id: given.slack.teamId,
      team_domain: expect.any(String),
      api_app_id: given.slack.appId,
      trigger_id: delivery.triggerId,
      response_url: delivery.responseUrl,
    });
    expect(delivery).toMatchObject({ status: 200, tookMs: expect.any(Number) });
  });

  it('carry mentions as ids', async () => {
    await given.slack.slash('ana', 'assign commander @ben, tell @channel and @nobody');
    expect(last().body.text).toBe(`assign commander <@${given.slack.users.ben}|ben>, tell <!channel> and @nobody`);
  });

  it('show the answer in the acknowledgement to the sender alone', async () => {
    app.answer = { status: 200, body: { text: 'Opening …' } };
    await given.slack.slash('ben', 'open', { channel: channel() });
    expect(given.slack.ephemerals('ben')).toMatchObject([{ text: 'Opening …', channel: channel(), visibleTo: given.slack.users.ben }]);
    expect(given.slack.messages(channel())).toEqual([]);
  });

  it('give up after three seconds', async () => {
    app.answer = 'hang';
    const delivery = await given.slack.slash('ana', 'open');
    expect(delivery).toMatchObject({ status: 0, failure: 'operation_timeout' });
    expect(delivery.tookMs).toBeGreaterThan(2_900);
  });

  it('to an app that is down have no status either', async () => {
    given.slack.setAppUrl('http://127.0.0.1:9/slack/events');
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: expect.any(String) });
    given.slack.setAppUrl(app.url);
  });
});

describe('signatures', () => {
  const signedBy = (secret: string) => {
    const { headers, raw } = last();
    const digest = createHmac('sha256', secret).update(`v0:${headers['x-slack-request-timestamp']}:${raw}`).digest('hex');
    return headers['x-slack-signature'] === `v0=${digest}`;
  };

  it('are v0 over timestamp and raw body', async () => {
    await given.slack.slash('ana', 'list');
    expect(signedBy(SIGNING_SECRET)).toBe(true);
    expect(Math.abs(Number(last().headers['x-slack-request-timestamp']) - Date.now() / 1_000)).toBeLessThan(5);
  });

  it('can be wrong or old, for a test', async () => {
    await given.slack.slash('ana', 'list', { signingSecret: 'another' });
    expect(signedBy(SIGNING_SECRET)).toBe(false);
    const delivery = await given.slack.slash('ana', 'list', { ageSeconds: 301 });
    expect(signedBy(SIGNING_SECRET)).toBe(true);
    expect(Number(last().headers['x-slack-request-timestamp'])).toBeLessThan(Date.now() / 1_000 - 300);
    await given.slack.redeliver(delivery);
    expect(last().raw).toBe(delivery.raw);
    expect(Number(last().headers['x-slack-request-timestamp'])).toBeGreaterThan(Date.now() / 1_000 - 5);
  });
});

describe('clicks', () => {
  const button = (action_id: string, value: string) => ({ type: 'button', text: { type: 'plain_text', text: 'Go' }, action_id, value });
  const people = { type: 'users_select', action_id: 'role' };
  let ts: string;
  beforeAll(async () => {
    const blocks = [
      { type: 'actions', block_id: 'moves', elements: [button('ack', 'page-1'), button('undo', 'page-1'), people] },
      { type: 'actions', block_id: 'more', elements: [button('ack', 'page-2')] },
    ];
    ts = String((await given.must('chat.postMessage', { channel: channel(), text: 'fallback', blocks })).ts);
  });

  it('come as block_actions with message, state and a response URL', async () => {
    const delivery = await given.slack.click({ by: 'ana', channel: channel(), ts, actionId: 'ack', value: 'page-2' });
    expect(last().body).toMatchObject({
      type: 'block_actions',
      user: { id: given.slack.users.ana, username: 'ana' },
      team: { id: given.slack.teamId },
      api_app_id: given.slack.appId,
      container: { type: 'message', message_ts: ts, channel_id: channel() },
      channel: { id: channel(), name: 'incidents' },
      message: { ts, text: 'fallback', user: given.slack.botUserId },
      trigger_id: delivery.triggerId,
      response_url: delivery.responseUrl,
      actions: [{ type: 'button', action_id: 'ack', block_id: 'more', value: 'page-2' }],
      state: { values: { moves: { role: { type: 'users_select', selected_user: null } } } },
    });
  });

  it('on a select carry the choice', async () => {
    await given.slack.click({ by: 'ana', channel: channel(), ts, actionId: 'role', selected: given.slack.users.ben ?? '' });
    expect(last().body).toMatchObject({ actions: [{ type: 'users_select', action_id: 'role', selected_user: given.slack.users.ben }] });
  });

  it('on what was edited away a moment ago come as it was seen by whoever names its block', async () => {
    const message = await given.must('chat.postMessage', {
      channel: channel(),
      text: 'before',
      blocks: [{ type: 'actions', block_id: 'before', elements: [button('ack', 'page-3')] }],
    });
    const blocks = [{ type: 'actions', block_id: 'after', elements: [button('ack', 'page-4')] }];
    await given.must('chat.update', { channel: channel(), ts: message.ts, text: 'after', blocks });
    const press = { by: 'ana', channel: channel(), ts: String(message.ts), actionId: 'ack' };
    await given.slack.click({ ...press, blockId: 'before', value: 'page-3' });
    expect(last().body).toMatchObject({ actions: [{ action_id: 'ack', block_id: 'before', value: 'page-3' }] });
    await given.slack.click(press);
    expect(last().body).toMatchObject({ actions: [{ block_id: 'after', value: 'page-4' }] });
    await expect(given.slack.click({ ...press, blockId: 'never' })).rejects.toThrow('no ack to click');
  });

  it('on what is not there fail in the test', async () => {
    await expect(given.slack.click({ by: 'ana', channel: channel(), ts, actionId: 'resolve' })).rejects.toThrow(
      'no resolve to click; there are ack, undo',
    );
    await expect(given.slack.click({ by: 'ana', channel: channel(), ts: '1.1', actionId: 'ack' })).rejects.toThrow('no message 1.1');
    await expect(given.slack.click({ by: 'nobody', channel: channel(), ts, actionId: 'ack' })).rejects.toThrow('nobody');
    expect(app.received).toEqual([]);
  });

  it('work on ephemeral messages, for the one who sees them', async () => {
    await given.must('chat.postEphemeral', {
      channel: channel(),
      user: given.slack.users.ana,
      text: 'x',
      blocks: [{ type: 'actions', elements: [button('hush', '1')] }],
    });
    const { ts: hidden = '' } = given.slack.ephemerals('ana').at(-1) ?? {};
    await given.slack.click({ by: 'ana', channel: channel(), ts: hidden, actionId: 'hush' });
    expect(last().body).toMatchObject({ container: { is_ephemeral: true } });
    await expect(given.slack.click({ by: 'ben', channel: channel(), ts: hidden, actionId: 'hush' })).rejects.toThrow('no message');
  });
});

describe('events and shortcuts', () => {
  it('come as JSON event_callback, and again with the same event_id', async () => {
    const delivery = await given.slack.event('app_home_opened', { user: given.slack.users.ana, tab: 'home' });
    const { body } = last();
    expect(body).toMatchObject({
      type: 'event_callback',
      team_id: given.slack.teamId,
      event: { type: 'app_home_opened', user: given.slack.users.ana, tab: 'home' },
      event_id: expect.stringMatching(/^Ev/),
      authorizations: [{ user_id: given.slack.botUserId, is_bot: true }],
    });
    await given.slack.redeliver(delivery, { retryNum: 1 });
    expect(last()).toMatchObject({ body: { event_id: body.event_id }, headers: { 'x-slack-retry-num': '1' } });
  });

  it('are only sent when the manifest subscribes to them', async () => {
    await expect(given.slack.event('reaction_added')).rejects.toThrow('does not subscribe to reaction_added');
  });

  it('begin with url_verification', async () => {
    app.answer = { status: 200, body: { challenge: 'abc' } };
    expect(await given.slack.verifyUrl('abc')).toMatchObject({ body: { challenge: 'abc' }, payload: { type: 'url_verification' } });
  });

  it('include shortcuts', async () => {
    const delivery = await given.slack.shortcut('ana', 'open_incident');
    expect(last().body).toMatchObject({ type: 'shortcut', callback_id: 'open_incident', trigger_id: delivery.triggerId });
  });
});
