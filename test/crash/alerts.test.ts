import { startWorld, type World } from '../../sandbox/world.ts';
import { createLog } from '../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../src/storage/index.ts';
import { BotPool } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { type FreshDatabase, freshDatabase } from '../support/servers/database.ts';
import { quickPlaybook } from './stage/quick-playbook.ts';

const TOKEN = 'alert-token-0123456789';

const bots = new BotPool(1);
afterAll(() => bots.close());

/** Sends as Alertmanager does: again until somebody takes it. */
async function send(url: () => string, body: object): Promise<void> {
  await eventually(
    'the alert is taken',
    async () => {
      const response = await fetch(`${url()}/alerts/alertmanager`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
      }).catch(() => undefined);
      return response?.status === 202 ? true : undefined;
    },
    60_000,
  );
}

describe('a bot that is killed while an alert comes in', () => {
  let world: World;
  let database: FreshDatabase;
  let storage: Storage;

  beforeEach(async () => {
    [world, database] = await Promise.all([startWorld({ playbookPath: quickPlaybook(), calmMs: 0 }), freshDatabase()]);
    storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }) });
  });
  afterEach(async () => {
    await storage.close();
    await world.close();
    await database.drop();
  });

  it.each([
    ['before it is stored', 'alerts:received'],
    ['before its sender is answered', 'alerts:stored'],
    ['while it is worked on', 'alerts:taken'],
    ['before it is decided about', 'alerts:claimed'],
    ['when the decision is not yet written', 'alerts:decided'],
    ['when the incident is recorded', 'declare:recorded'],
    ['when its notice is about to leave', 'outbox.chat.message:before'],
    ['when its notice has left', 'outbox.chat.message:after'],
  ])(
    '%s loses nothing and opens one incident',
    async (_, crashAt) => {
      const environment = {
        ...world.environment,
        DATABASE_URL: database.url,
        PROMETHEUS_URL: '',
        ALERT_TOKEN: TOKEN,
        LOG_LEVEL: 'silent',
      };
      const first = bots.take();
      let url = await first.start({ environment, crashAt });
      world.slack.setAppUrl(`${url}/slack/events`);
      const labels = { alertname: 'CouponErrors', severity: 'critical' };
      const alert = { status: 'firing', labels, annotations: {}, startsAt: new Date().toISOString(), fingerprint: 'f1' };
      const sent = send(() => url, { version: '4', alerts: [alert] });
      expect(await first.gone).toBe('SIGKILL');

      const second = bots.take();
      url = await second.start({ environment });
      await sent;
      // Its number may be 2: one that was never written down has used up the first.
      const notice = await eventually(
        'the notice in the channel',
        () => {
          const channel = world.slack.channels().find(({ name }) => name.startsWith('inc-'));
          return channel && world.slack.messages(channel.id).find(({ text }) => /opened by an alert/.test(text));
        },
        90_000,
      );
      const [incident] = await storage.incidents.list(['open'], 1);
      await eventually('nothing is left to send', async () =>
        (await storage.outbox.of(incident?.id ?? 0)).every(({ status }) => status === 'sent') ? true : undefined,
      );
      expect(await storage.incidents.list(['open'], 10)).toHaveLength(1);
      // Sent again, it comes once more, and is taken together with whatever else has come by then.
      await eventually('all that came is taken', async () => ((await storage.alertEvents.next(10)).length === 0 ? true : undefined));
      expect(await storage.alerts.all()).toMatchObject([{ status: 'firing', incidentId: incident?.id, news: null }]);
      expect(world.slack.channels().filter(({ name }) => name.startsWith('inc-'))).toHaveLength(1);
      expect(world.slack.messages(notice.channel).filter(({ text }) => /opened by an alert/.test(text))).toHaveLength(1);
      await second.stop();
      bots.give(second);
    },
    120_000,
  );
});
