import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import { type Contract, contract, LARGER_APP, silent } from './slack-client.ts';

/** Socket Mode as docs.slack.dev/apis/events-api/using-socket-mode has it, with Slack's own client at the other end. */

const APP_TOKEN = 'xapp-contract';

let given: Contract;

beforeEach(async () => {
  given = await contract({ appToken: APP_TOKEN, delivery: 'socket', manifestPath: LARGER_APP });
});
afterEach(async () => {
  await given.slack.close();
});

const open = (token = APP_TOKEN, { slack }: Contract = given) =>
  new WebClient(token, { slackApiUrl: slack.url, retryConfig: { retries: 0 }, logger: silent })
    .apiCall('apps.connections.open')
    .catch((error: { data?: object }) => error.data) as Promise<{ ok: boolean; url: string; error?: string; needed?: string }>;

/** A connection as bare as can be: what came on it, with the hello, and what is sent back to each envelope. */
async function connection(answer?: object): Promise<{ socket: WebSocket; frames: Record<string, unknown>[] }> {
  const socket = new WebSocket((await open()).url);
  const frames: Record<string, unknown>[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Record<string, unknown>;
    frames.push(frame);
    if (answer && frame.envelope_id !== undefined) socket.send(JSON.stringify({ envelope_id: frame.envelope_id, ...answer }));
  });
  await once(socket, 'message');
  return { socket, frames };
}

describe('Slack’s own client', () => {
  interface Arrived {
    type: string;
    body: Record<string, unknown>;
    accepts_response_payload: boolean;
    ack: (answer?: object) => Promise<void>;
  }
  let client: SocketModeClient;
  let arrived: Arrived[];
  let answer: object | undefined;

  beforeEach(async () => {
    arrived = [];
    answer = undefined;
    client = new SocketModeClient({
      appToken: APP_TOKEN,
      logger: silent,
      autoReconnectEnabled: false,
      clientOptions: { slackApiUrl: given.slack.url, retryConfig: { retries: 0 } },
    });
    client.on('slack_event', (it: Arrived) => {
      arrived.push(it);
      void it.ack(answer);
    });
    await client.start();
  });
  afterEach(async () => {
    // It leaves a timer of half a minute behind when it closes a connection by itself, or when that is cut.
    given.slack.sockets.disconnect('refresh_requested');
    await given.slack.until(({ sockets }) => sockets.open() === 0);
    await client.disconnect();
  });

  it('finds what HTTP carries, and its acknowledgement carries the answer', async () => {
    answer = { text: 'Opening …' };
    const delivery = await given.slack.slash('ana', 'open 소켓 & <b>');
    expect(arrived).toMatchObject([
      {
        type: 'slash_commands',
        accepts_response_payload: true,
        body: {
          command: '/incident',
          text: 'open 소켓 &amp; &lt;b&gt;',
          trigger_id: delivery.triggerId,
          response_url: delivery.responseUrl,
        },
      },
    ]);
    expect(delivery).toMatchObject({ status: 200, body: { text: 'Opening …' }, payload: { command: '/incident' } });
    expect(given.slack.ephemerals('ana')).toMatchObject([{ text: 'Opening …' }]);
  });

  it('acknowledges interactions and events without an answer', async () => {
    expect(await given.slack.shortcut('ana', 'open_incident')).toMatchObject({ status: 200, body: undefined });
    expect(await given.slack.event('app_home_opened', { user: given.slack.users.ana, tab: 'home' })).toMatchObject({ status: 200 });
    expect(arrived).toMatchObject([{ type: 'interactive' }, { type: 'events_api', accepts_response_payload: false }]);
  });
});

describe('apps.connections.open', () => {
  it('gives an app-level token a WebSocket address, a new one each time', async () => {
    const [first, second] = [await open(), await open()];
    expect(first).toMatchObject({ ok: true, url: expect.stringMatching(/^wss?:\/\/.+ticket=/) });
    expect(second.url).not.toBe(first.url);
  });

  it('refuses the bot token, an unknown one, and one without connections:write', async () => {
    expect(await open('xoxb-contract')).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
    expect(await open('xapp-other')).toMatchObject({ ok: false, error: 'invalid_auth' });
    const other = await contract({ appToken: APP_TOKEN, appScopes: ['authorizations:read'] });
    expect(await open(APP_TOKEN, other)).toMatchObject({ ok: false, error: 'missing_scope', needed: 'connections:write' });
    await other.slack.close();
  });

  it('does not let the app-level token do what the bot token does', async () => {
    const other = new WebClient(APP_TOKEN, { slackApiUrl: given.slack.url, retryConfig: { retries: 0 }, logger: silent });
    await expect(other.auth.test()).rejects.toMatchObject({ data: { error: 'not_allowed_token_type' } });
  });
});

describe('connections', () => {
  it('are greeted, and need a ticket, which is good once', async () => {
    const { url } = await open();
    const first = new WebSocket(url);
    expect(JSON.parse(String((await once(first, 'message'))[0]))).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: given.slack.appId },
    });
    const [error] = await once(new WebSocket(url), 'error');
    expect(String(error)).toMatch(/401/);
  });

  it('are ten at most', async () => {
    for (let n = 0; n < 10; n += 1) await connection();
    const { frames } = await connection();
    expect(frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    expect(given.slack.sockets.open()).toBe(10);
  });

  it('are told that they will be closed, and closed', async () => {
    const { socket, frames } = await connection();
    given.slack.sockets.disconnect('warning', { closesAfterMs: 50 });
    await once(socket, 'close');
    expect(frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'warning' });
  });
});

describe('envelopes', () => {
  it('come to one connection each, in turns', async () => {
    const [first, second] = [await connection({}), await connection({})];
    for (let n = 0; n < 4; n += 1)
      expect(await given.slack.shortcut('ana', 'open_incident')).toMatchObject({ status: 200, body: undefined });
    expect([first.frames.length, second.frames.length]).toEqual([3, 3]);
  });

  it('fail without a connection, and when it ends before the acknowledgement', async () => {
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'no connection' });
    const { socket } = await connection();
    const delivery = given.slack.slash('ana', 'open');
    await once(socket, 'message');
    given.slack.sockets.cut();
    expect(await delivery).toMatchObject({ status: 0, failure: 'connection closed' });
  });

  it('fail after three seconds, and when the acknowledgement is lost', async () => {
    const { socket } = await connection();
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'operation_timeout' });
    socket.terminate();
    await given.slack.until(({ sockets }) => sockets.open() === 0);
    await connection({ payload: { text: 'late' } });
    given.slack.faults.inject({ call: 'slash_commands', fault: { kind: 'cut-after' }, times: 1 });
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'connection closed' });
    expect(given.slack.ephemerals('ana')).toEqual([]);
  });

  it('of events come again on another connection until they are acknowledged, under the same event_id', async () => {
    for (let n = 0; n < 2; n += 1) await connection({});
    given.slack.faults.inject({ call: 'events_api', fault: { kind: 'cut-after' }, times: 1 });
    expect(await given.slack.event('app_home_opened', { user: given.slack.users.ana, tab: 'home' })).toMatchObject({ status: 200 });
    const [first, again] = given.slack.sockets.envelopes;
    expect(first).toMatchObject({ attempt: 0, outcome: 'connection closed' });
    expect(again).toMatchObject({ attempt: 1, outcome: 'acknowledged', payload: { event_id: first?.payload.event_id } });
    expect(again?.connection).not.toBe(first?.connection);
  });

  it('of commands do not come again', async () => {
    for (let n = 0; n < 2; n += 1) await connection({});
    given.slack.faults.inject({ call: 'slash_commands', fault: { kind: 'cut-after' }, times: 1 });
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0 });
    expect(given.slack.sockets.envelopes).toHaveLength(1);
  });
});
