import { eventually } from '../support/clocks/eventually.ts';
import { dieInTurn } from './stage/die-in-turn.ts';
import { killingSuite } from './stage/killing-suite.ts';
import { startScene } from './stage/scene.ts';

const TOKEN = 'alert-token-0123456789';

/** When a bot is killed while an alert comes in. Each list is a life: whoever takes over is the next to die. */
const LIVES: readonly (readonly (readonly [when: string, dies: string])[])[] = [
  [
    ['before it is stored', 'alerts:received'],
    ['before its sender is answered', 'alerts:stored'],
    ['while it is worked on', 'alerts:taken'],
    ['before it is decided about', 'alerts:claimed'],
  ],
  [
    ['when the decision is not yet written', 'alerts:decided'],
    ['when the incident is recorded', 'declare:recorded'],
    ['when its notice is about to leave', 'outbox.chat.message:before'],
    ['when its notice has left', 'outbox.chat.message:after'],
  ],
];
const AT_ONCE = 2;
const CASE_MS = 300_000;

const { pool, outcome } = killingSuite(
  AT_ONCE,
  LIVES.map((life) => () => survives(life.map(([, dies]) => dies))),
);

describe('a bot that is killed while an alert comes in', () => {
  LIVES.forEach((life, index) => {
    for (const [when] of life) it(`${when} loses nothing and opens one incident`, () => outcome(index), CASE_MS);
  });
});

async function survives(points: readonly string[]): Promise<void> {
  const scene = await startScene({ environment: { PROMETHEUS_URL: '', ALERT_TOKEN: TOKEN } }, pool);
  const { world, storage } = scene;
  try {
    const labels = { alertname: 'CouponErrors', severity: 'critical' };
    const alert = { status: 'firing', labels, annotations: {}, startsAt: new Date().toISOString(), fingerprint: 'f1' };
    let sent = Promise.resolve();
    await dieInTurn(scene, pool, points, async () => {
      sent = send(() => scene.url, { version: '4', alerts: [alert] });
      sent.catch(() => undefined);
    });
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
  } finally {
    await scene.close();
  }
}

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
