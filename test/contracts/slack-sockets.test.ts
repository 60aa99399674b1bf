import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import { type Contract, contract, LARGER_APP, silent } from './slack-client.ts';

/** Socket Mode as docs.slack.dev/apis/events-api/using-socket-mode has it, with Slack's own client at the other end. */

const APP_TOKEN = 'xapp-contract';

interface Arrived {
  type: string;
  body: Record<string, unknown>;
  retry_num?: number;
  accepts_response_payload: boolean;
  ack: (answer?: object) => Promise<void>;
}

let given: Contract;
let client: SocketModeClient;
let arrived: Arrived[];
/** What the client does with the next envelopes. */
let react: (it: Arrived) => Promise<void>;

beforeEach(async () => {
  given = await contract({ appToken: APP_TOKEN, delivery: 'socket', manifestPath: LARGER_APP });
  arrived = [];
  react = (it) => it.ack();
  client = connectedClient();
  await client.start();
});
afterEach(async () => {
  // In this order: the client's own way of closing leaves a timer of half a minute behind.
  await given.slack.close();
  await client.disconnect();
});

function connectedClient(): SocketModeClient {
  const made = new SocketModeClient({
    appToken: APP_TOKEN,
    logger: silent,
    autoReconnectEnabled: false,
    clientOptions: { slackApiUrl: given.slack.url, retryConfig: { retries: 0 } },
  });
  made.on('slack_event', (it: Arrived) => {
    arrived.push(it);
    void react(it);
  });
  return made;
}

const open = (token: string) =>
  new WebClient(token, { slackApiUrl: given.slack.url, retryConfig: { retries: 0 }, logger: silent })
    .apiCall('apps.connections.open')
    .catch((error: { data?: object }) => error.data);

describe('apps.connections.open', () => {
  it('gives an app-level token a WebSocket address, a new one each time', async () => {
    const [first, second] = [await open(APP_TOKEN), await open(APP_TOKEN)] as { ok: boolean; url: string }[];
    expect(first).toMatchObject({ ok: true, url: expect.stringMatching(/^wss?:\/\/.+ticket=/) });
    expect(second?.url).not.toBe(first?.url);
  });

  it('refuses the bot token, an unknown one, and one without connections:write', async () => {
    expect(await open('xoxb-contract')).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
    expect(await open('xapp-other')).toMatchObject({ ok: false, error: 'invalid_auth' });
    const other = await contract({ appToken: APP_TOKEN, appScopes: ['authorizations:read'] });
    const answer = await new WebClient(APP_TOKEN, { slackApiUrl: other.slack.url, retryConfig: { retries: 0 }, logger: silent })
      .apiCall('apps.connections.open')
      .catch((error: { data?: object }) => error.data);
    expect(answer).toMatchObject({ ok: false, error: 'missing_scope', needed: 'connections:write' });
    await other.slack.close();
  });

  it('does not let the app-level token do what the bot token does', async () => {
    const other = new WebClient(APP_TOKEN, { slackApiUrl: given.slack.url, retryConfig: { retries: 0 }, logger: silent });
    await expect(other.auth.test()).rejects.toMatchObject({ data: { error: 'not_allowed_token_type' } });
  });
});

describe('connections', () => {
  it('need a ticket, which is good once', async () => {
    const { url } = (await open(APP_TOKEN)) as { url: string };
    const first = new WebSocket(url);
    expect(JSON.parse(String((await once(first, 'message'))[0]))).toMatchObject({
      type: 'hello',
      num_connections: 2,
      connection_info: { app_id: given.slack.appId },
    });
    const [error] = await once(new WebSocket(url), 'error');
    expect(String(error)).toMatch(/401/);
    first.terminate();
  });

  it('are ten at most', async () => {
    const more: WebSocket[] = [];
    const firsts: Promise<unknown[]>[] = [];
    for (let n = 0; n < 10; n += 1) {
      const socket = new WebSocket(((await open(APP_TOKEN)) as { url: string }).url);
      more.push(socket);
      firsts.push(once(socket, 'message'));
    }
    const hellos = (await Promise.all(firsts)).map(([data]) => JSON.parse(String(data)) as { type: string });
    expect(hellos.filter(({ type }) => type === 'hello')).toHaveLength(9);
    expect(hellos.find(({ type }) => type === 'disconnect')).toMatchObject({ reason: 'too_many_websockets' });
    for (const socket of more) socket.terminate();
  });

  it('end when Slack says so', async () => {
    const gone = once(client as never, 'disconnected');
    given.slack.sockets.disconnect('refresh_requested');
    await gone;
    await given.slack.until(({ sockets }) => sockets.open() === 0);
  });
});

describe('envelopes', () => {
  it('carry what HTTP carries, and the acknowledgement carries the answer', async () => {
    react = (it) => it.ack({ text: 'Opening …' });
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

  it('of interactions have no answer when none is given, and come to one connection only', async () => {
    const second = connectedClient();
    await second.start();
    for (let n = 0; n < 4; n += 1)
      expect(await given.slack.shortcut('ana', 'open_incident')).toMatchObject({ status: 200, body: undefined });
    expect(arrived).toHaveLength(4);
    expect(new Set(given.slack.sockets.envelopes.map(({ connection }) => connection)).size).toBe(2);
  });

  it('fail without a connection, and when it ends before the acknowledgement', async () => {
    react = async () => given.slack.sockets.cut();
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'connection closed' });
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'no connection' });
    expect(arrived).toHaveLength(1);
  });

  it('fail after three seconds, and when the acknowledgement is lost', async () => {
    react = async () => {};
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'operation_timeout' });
    react = (it) => it.ack();
    given.slack.faults.inject({ call: 'slash_commands', fault: { kind: 'hang' }, times: 1 });
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'operation_timeout' });
    given.slack.faults.inject({ call: 'slash_commands', fault: { kind: 'cut-after' }, times: 1 });
    expect(await given.slack.slash('ana', 'open')).toMatchObject({ status: 0, failure: 'connection closed' });
  });

  it('of events come again on another connection until they are acknowledged', async () => {
    const second = connectedClient();
    await second.start();
    given.slack.faults.inject({ call: 'events_api', fault: { kind: 'cut-after' }, times: 1 });
    expect(await given.slack.event('app_home_opened', { user: given.slack.users.ana, tab: 'home' })).toMatchObject({ status: 200 });
    const [first, again] = arrived;
    expect(again).toMatchObject({ retry_num: 1, body: { event_id: first?.body.event_id } });
    expect(given.slack.sockets.envelopes.map(({ outcome }) => outcome)).toEqual(['connection closed', 'acknowledged']);
  });
});
