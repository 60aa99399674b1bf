import { App } from '@slack/bolt';
import { type SlackStandIn, startSlack } from '../../../sandbox/slack/index.ts';
import { SocketReceiver } from '../../../src/bot/socket/socket-receiver.ts';
import { createSlackChat, createSocketAddresses } from '../../../src/integrations/slack/index.ts';
import { systemRandom } from '../../../src/system-random.ts';
import { silent } from '../../contracts/slack/slack-client.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';

/** Events over Socket Mode, to which Bongsu itself listens to none yet: the receiver in front of a Bolt app that does. */

const TOKENS = { bot: 'xoxb-receiver', app: 'xapp-receiver' };
let slack: SlackStandIn;
let receiver: SocketReceiver;
let heard: string[];

beforeEach(async () => {
  slack = await startSlack({
    signingSecret: 'signing-secret',
    botToken: TOKENS.bot,
    appToken: TOKENS.app,
    delivery: 'socket',
    manifestPath: 'test/contracts/slack/slack-larger-app.yml',
    users: [{ name: 'ada', realName: 'Ada' }],
  });
  const how = { apiUrl: slack.url, timeoutMs: 5_000, log: silentLog };
  receiver = new SocketReceiver({
    refused: () => {},
    runtime: { chat: createSlackChat({ token: TOKENS.bot, ...how }), log: silentLog, random: systemRandom },
    openSocket: createSocketAddresses({ appToken: TOKENS.app, ...how }),
    timings: { pauseMs: () => 10, steadyMs: 0 },
  });
  const app = new App({ receiver, logger: silent, authorize: async () => ({ botToken: TOKENS.bot }), tokenVerificationEnabled: false });
  heard = [];
  app.event('app_home_opened', async ({ body }) => {
    heard.push(body.event_id);
  });
  await receiver.start();
  await slack.until(({ sockets }) => sockets.open() === 2);
});
afterEach(async () => {
  await receiver.stop();
  await slack.close();
});

const opened = () => slack.event('app_home_opened', { user: slack.users.ada, tab: 'home' });
const idIn = ({ payload }: { payload: Record<string, unknown> }) => payload.event_id;

it('an event whose acknowledgement is lost comes again on the other connection, and is heard once', async () => {
  slack.faults.inject({ call: 'events_api', fault: { kind: 'cut-after' }, times: 1 });
  const delivery = await opened();
  expect(delivery.status).toBe(200);
  expect(slack.sockets.envelopes.map(({ attempt }) => attempt)).toEqual([0, 1]);
  expect(heard).toEqual([idIn(delivery)]);
});

it('an event that was cut off on its way is heard once as well', async () => {
  slack.faults.inject({ call: 'events_api', fault: { kind: 'cut' }, times: 1 });
  const delivery = await opened();
  expect(delivery.status).toBe(200);
  expect(heard).toEqual([idIn(delivery)]);
});

it('events that come while both connections are cut again and again are each heard once', async () => {
  const deliveries = [];
  for (let n = 0; n < 12; n += 1) {
    deliveries.push(opened());
    if (n % 3 === 2) slack.sockets.cut();
  }
  const ids = (await Promise.all(deliveries)).map(idIn);
  expect([...heard].sort()).toEqual([...ids].sort());
});

it('what nobody listens to is not acknowledged, as over HTTP', async () => {
  expect(await slack.slash('ada', 'open')).toMatchObject({ status: 0, failure: 'operation_timeout' });
});
