import type { BotProcess } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { itSideBySide, type Story } from '../support/run/side-by-side.ts';
import { ALERT_TOKEN, FrozenTrio, GO_ON_WITHIN_MS, REST_MS } from './stage/frozen-trio.ts';

/**
 * Three processes of the bot on one database. One of them is stopped by the kernel in the middle of a line (SIGSTOP), or its machine goes on
 * without reaching the database, and nobody is told: the others go on within 15 s. What it does when it wakes is refused, so that people see
 * everything once.
 */
const POINTS = ['channel.create:before', 'channel.create:after', 'briefing.post:before', 'announcement.post:after'];

/** Two threes, each with a database of its own: most of the time both wait for a lease. */
let trios: FrozenTrio[] = [];
beforeAll(async () => {
  trios = await Promise.all([FrozenTrio.start(), FrozenTrio.start()]);
});

async function inAlertIntake(trio: FrozenTrio): Promise<void> {
  const { storage } = trio;
  const send = async () =>
    await fetch(`${trio.urlOf(trio.bot(1))}/alerts/alertmanager`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ALERT_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        version: '4',
        alerts: [
          {
            status: 'firing',
            labels: { alertname: 'CouponErrors', severity: 'critical' },
            startsAt: new Date().toISOString(),
            fingerprint: 'f1',
          },
        ],
      }),
      signal: AbortSignal.timeout(3_000),
    });
  const id = trio.opens();
  const frozen = await trio.frozenAt('alerts:taken', send);
  const at = performance.now();
  const [watcher] = trio.others(frozen);
  await eventually('it is told that alerts wait', async () =>
    (await trio.readyz(watcher)).codes.includes('waiting-alerts') ? true : undefined,
  );
  await eventually(
    async () =>
      `the incident is there: ${JSON.stringify([await storage.alerts.all(), await storage.alertEvents.next(5), await storage.incidents.list(['open'], 9)])}`,
    () => storage.incidents.find(id),
    25_000,
  );
  expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
  await trio.isOpen(id, REST_MS);
  frozen.thaw();
  await trio.isBack(frozen);
  trio.expectOnce();
  expect(await storage.alerts.all()).toMatchObject([{ status: 'firing', incidentId: id }]);
}

async function inAnOpening(trio: FrozenTrio, point: string): Promise<void> {
  const { storage } = trio;
  trio.slackGoesTo(trio.bot(0));
  const id = trio.opens();
  const frozen = await trio.frozenAt(point, () => trio.world.slack.slash('jisoo', 'open sev1 coupons are late'));
  const at = performance.now();
  await eventually('the silence is told', async () =>
    (await trio.readyz(trio.others(frozen)[0])).codes.includes('silent-process') ? true : undefined,
  );
  await eventually('another process has taken over', async () => {
    const run = await storage.runs.find(`declare-${id}`);
    const begun = (await storage.steps.of(`declare-${id}`)).some(({ attempts }) => attempts > 1);
    return begun || run?.status === 'done' ? true : undefined;
  });
  expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
  await trio.isOpen(id, REST_MS);
  frozen.thaw();
  await trio.isBack(frozen);
  trio.expectOnce();
  expect(trio.keys()).toEqual(expect.arrayContaining([`briefing:${id}`, `announcement:${id}`, `page:${id}:1`]));
}

async function inATransaction(trio: FrozenTrio): Promise<void> {
  const { storage, world } = trio;
  trio.slackGoesTo(trio.bot(0));
  const id = trio.opens();
  await world.slack.slash('jisoo', 'open sev1 coupons are late');
  await trio.isOpen(id, REST_MS);
  await trio.allSent();
  const write = () => world.slack.slash('minji', `note #${id} written by the frozen one`);
  const frozen: BotProcess = await trio.frozenAt('incident:changed', write, [trio.bot(0)]);
  const at = performance.now();
  trio.slackGoesTo(trio.others(frozen)[0]);
  await world.slack.slash('minji', `resolve #${id}`);
  await eventually('it is resolved', async () => ((await storage.incidents.find(id))?.state === 'resolved' ? true : undefined));
  expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
  frozen.thaw();
  await trio.isBack(frozen);
  const timeline = await storage.timeline.of(id);
  expect(timeline.filter(({ kind }) => kind === 'incident.resolved')).toHaveLength(1);
  expect(JSON.stringify(timeline)).not.toContain('written by the frozen one');
  trio.expectOnce();
}

async function withoutTheDatabase(trio: FrozenTrio): Promise<void> {
  const { storage, world, wire } = trio;
  trio.slackGoesTo(trio.bot(2));
  const id = trio.opens();
  const open = () => world.slack.slash('jisoo', 'open sev1 coupons are late');
  const frozen = await trio.frozenAt('briefing.post:before', open, [trio.bot(2)]);
  // It runs on, and reaches Slack; only the database hears no more of it, and it hears nothing of the database.
  wire.hold();
  const at = performance.now();
  frozen.thaw();
  await eventually('it has posted the briefing', () => (trio.keys().includes(`briefing:${id}`) ? true : undefined));
  await eventually('another process has taken over', async () =>
    (await storage.steps.of(`declare-${id}`)).some(({ attempts }) => attempts > 1) ? true : undefined,
  );
  expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
  await trio.isOpen(id, REST_MS);
  expect(await trio.readyz(frozen)).toMatchObject({ status: 503 });
  wire.resume();
  await trio.isBack(frozen);
  const seen = trio.keys().filter((key) => key.endsWith(`:${id}`) || key.startsWith(`page:${id}:`));
  expect([...seen].sort()).toEqual([`announcement:${id}`, `briefing:${id}`, `page:${id}:1`]);
}

/** Told by the three of this place. */
const by =
  (place: 0 | 1, tell: (trio: FrozenTrio) => Promise<void>): (() => Promise<void>) =>
  () =>
    tell(trios[place] as FrozenTrio);
const openings = (place: 0 | 1, points: readonly string[]): Story[] =>
  points.map((point) => [
    `met-K4: a process that stands still in an opening, at ${point}, is replaced, and does nothing twice when it wakes`,
    by(place, (trio) => inAnOpening(trio, point)),
  ]);

itSideBySide([
  [
    ['met-K4: a process that stands still inside alert intake keeps no alert from opening its incident', by(0, inAlertIntake)],
    ...openings(0, POINTS.slice(0, 2)),
    [
      "met-K4: a process that stands still in an incident's transaction keeps nobody from resolving it, and what it would have written is not there",
      by(0, inATransaction),
    ],
  ],
  [
    ...openings(1, POINTS.slice(2)),
    ['met-K4: a machine that loses the database without a word is replaced, and what it did meanwhile is found', by(1, withoutTheDatabase)],
  ],
]);

// When all is told.
afterAll(async () => {
  await Promise.all(trios.map((trio) => trio.close()));
});
