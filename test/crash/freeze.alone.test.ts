import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../../sandbox/world.ts';
import { createLog } from '../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../src/storage/index.ts';
import { BotProcess } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { set } from '../support/scenario/edit-playbook.ts';
import { UNREFRESHED } from '../support/scenario/playbook-edits.ts';
import { type FreshDatabase, freshDatabase } from '../support/servers/database.ts';
import { startTcpProxy, type TcpProxy } from '../support/servers/tcp-proxy.ts';
import { allMessages } from './stage/picture.ts';
import { quickPlaybook } from './stage/quick-playbook.ts';
import { keyOf } from './stage/situations.ts';

/**
 * Three processes of the bot on one database. One of them is stopped by the kernel in the middle of a line (SIGSTOP), or its machine goes on
 * without reaching the database, and nobody is told: the others go on within 15 s. What it does when it wakes is refused, so that people see
 * everything once.
 */
const TOKEN = 'alert-token-0123456789';
const GO_ON_WITHIN_MS = 15_000;
/** Slack answers and the machine is shared: what comes after the take-over takes its time as well. */
const REST_MS = 20_000;

let world: World;
let database: FreshDatabase;
let storage: Storage;
let wire: TcpProxy;
let bots: [BotProcess, BotProcess, BotProcess];
let urls: string[];
let marks: string;
let opened = 0;

beforeAll(async () => {
  marks = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'frozen-'));
  // Nothing but what the tests do changes what people see.
  const playbookPath = quickPlaybook(
    UNREFRESHED,
    set('briefing.followAfterRecovery.for', '30d'),
    set('briefing.followAfterRecovery.every', '30d'),
  );
  [world, database] = await Promise.all([startWorld({ playbookPath, calmMs: 0 }), freshDatabase()]);
  storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
  const at = new URL(database.url);
  wire = await startTcpProxy({ host: at.hostname, port: Number(at.port) });
  at.hostname = '127.0.0.1';
  at.port = String(wire.port);
  bots = [new BotProcess(), new BotProcess(), new BotProcess()];
  const environment = { ...world.environment, PROMETHEUS_URL: '', ALERT_TOKEN: TOKEN, LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent' };
  urls = await Promise.all(
    // The last one reaches the database over a wire that can be held.
    bots.map((bot, index) =>
      bot.start({ environment: { ...environment, DATABASE_URL: index === 2 ? at.href : database.url }, sweepEveryMs: 5_000 }),
    ),
  );
});
afterAll(async () => {
  for (const bot of bots) bot.thaw();
  await Promise.all(bots.map((bot) => bot.kill()));
  await Promise.all([world.close(), storage.close(), wire.close()]);
  await database.drop();
});

/** Has one of `among` stand still at a named point of what `act` sets off; which it is. */
async function frozenAt(point: string, act: () => Promise<unknown>, among: readonly BotProcess[] = bots): Promise<BotProcess> {
  const crashMark = join(marks, 'mark');
  rmSync(crashMark, { force: true });
  await Promise.all(among.map((bot) => bot.arm({ crashAt: point, crashMark, crashBy: 'freeze' })));
  const acting = act();
  acting.catch(() => undefined);
  const frozen = await eventually(`somebody stands still at ${point}`, () =>
    among.find(({ pid }) => textOf(crashMark) === String(pid) && stateOf(pid) === 'T'),
  );
  await Promise.all(bots.filter((bot) => bot !== frozen).map((bot) => bot.arm({})));
  return frozen;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** `T` of a process that is stopped (proc(5)). */
function stateOf(pid: number): string | undefined {
  return textOf(`/proc/${pid}/stat`)?.replace(/^.*\) /, '')[0];
}

function slackGoesTo(bot: BotProcess): void {
  world.slack.setAppUrl(`${urls[bots.indexOf(bot)]}/slack/events`);
}

interface Readiness {
  status: number;
  codes: string[];
}

async function readyz(bot: BotProcess): Promise<Readiness> {
  const response = await fetch(`${urls[bots.indexOf(bot)]}/readyz`);
  const body = (await response.json()) as { concerns?: { code: string }[] };
  return { status: response.status, codes: (body.concerns ?? []).map(({ code }) => code) };
}

const others = (frozen: BotProcess): [BotProcess, BotProcess] => bots.filter((bot) => bot !== frozen) as [BotProcess, BotProcess];

/** The thawed process is one of them again, and nothing is left to do. */
async function isBack(thawed: BotProcess): Promise<void> {
  await thawed.arm({});
  await eventually(
    async () => `it is back: ${JSON.stringify(await readyz(thawed))}`,
    async () => ((await readyz(thawed)).codes.length === 0 && (await readyz(others(thawed)[0])).codes.length === 0 ? true : undefined),
    GO_ON_WITHIN_MS + REST_MS,
  );
  await allSent();
}

async function allSent(): Promise<void> {
  for (let id = 1; id <= opened; id += 1) {
    const pending = async () => (await storage.outbox.of(id)).filter(({ status }) => status === 'pending');
    await eventually(
      async () => `everything of #${id} is out: ${JSON.stringify(await pending())}`,
      async () => ((await pending()).length === 0 ? true : undefined),
    );
  }
}

/** What the bot has written, by key; twice if people see it twice. */
function keys(): string[] {
  return allMessages(world).flatMap((message) => (message.user === world.slack.botUserId ? (keyOf(message) ?? []) : []));
}

function expectOnce(): void {
  const seen = keys();
  expect(seen.filter((key, index) => seen.indexOf(key) !== index)).toEqual([]);
  const names = world.slack.channels().flatMap(({ name }) => (name.startsWith('inc-') ? [name] : []));
  expect(names).toHaveLength(opened);
  expect(world.zoom.meetings.filter(({ topic }) => !/Retrospective/.test(topic))).toHaveLength(opened);
}

async function isOpen(id: number, withinMs: number): Promise<void> {
  await eventually(
    async () => `#${id} is open: ${JSON.stringify(await storage.steps.of(`declare-${id}`))}`,
    async () => ((await storage.runs.find(`declare-${id}`))?.status === 'done' ? true : undefined),
    withinMs,
  );
}

it('met-K4: a process that stands still inside alert intake keeps no alert from opening its incident', async () => {
  const send = async () =>
    await fetch(`${urls[1]}/alerts/alertmanager`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
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
  opened += 1;
  const id = opened;
  const frozen = await frozenAt('alerts:taken', send);
  const at = performance.now();
  const [watcher] = others(frozen);
  await eventually('it is told that alerts wait', async () =>
    (await readyz(watcher)).codes.includes('waiting-alerts') ? true : undefined,
  );
  await eventually(
    async () =>
      `the incident is there: ${JSON.stringify([await storage.alerts.all(), await storage.alertEvents.next(5), await storage.incidents.list(['open'], 9)])}`,
    () => storage.incidents.find(id),
    25_000,
  );
  expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
  await isOpen(id, REST_MS);
  frozen.thaw();
  await isBack(frozen);
  expectOnce();
  expect(await storage.alerts.all()).toMatchObject([{ status: 'firing', incidentId: id }]);
});

it.each(['channel.create:before', 'channel.create:after', 'briefing.post:before', 'announcement.post:after'])(
  'met-K4: a process that stands still in an opening, at %s, is replaced, and does nothing twice when it wakes',
  async (point) => {
    slackGoesTo(bots[0]);
    opened += 1;
    const id = opened;
    const frozen = await frozenAt(point, () => world.slack.slash('jisoo', 'open sev1 coupons are late'));
    const at = performance.now();
    await eventually('the silence is told', async () =>
      (await readyz(others(frozen)[0])).codes.includes('silent-process') ? true : undefined,
    );
    await eventually('another process has taken over', async () => {
      const run = await storage.runs.find(`declare-${id}`);
      const begun = (await storage.steps.of(`declare-${id}`)).some(({ attempts }) => attempts > 1);
      return begun || run?.status === 'done' ? true : undefined;
    });
    expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
    await isOpen(id, REST_MS);
    frozen.thaw();
    await isBack(frozen);
    expectOnce();
    expect(keys()).toEqual(expect.arrayContaining([`briefing:${id}`, `announcement:${id}`, `page:${id}:1`]));
  },
);

it("met-K4: a process that stands still in an incident's transaction keeps nobody from resolving it, and what it would have written is not there", async () => {
  slackGoesTo(bots[0]);
  opened += 1;
  const id = opened;
  await world.slack.slash('jisoo', 'open sev1 coupons are late');
  await isOpen(id, REST_MS);
  await allSent();
  const frozen = await frozenAt('incident:changed', () => world.slack.slash('minji', `note #${id} written by the frozen one`), [bots[0]]);
  const at = performance.now();
  slackGoesTo(others(frozen)[0]);
  await world.slack.slash('minji', `resolve #${id}`);
  await eventually('it is resolved', async () => ((await storage.incidents.find(id))?.state === 'resolved' ? true : undefined));
  expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
  frozen.thaw();
  await isBack(frozen);
  const timeline = await storage.timeline.of(id);
  expect(timeline.filter(({ kind }) => kind === 'incident.resolved')).toHaveLength(1);
  expect(JSON.stringify(timeline)).not.toContain('written by the frozen one');
  expectOnce();
});

it('met-K4: a machine that loses the database without a word is replaced, and what it did meanwhile is found', async () => {
  slackGoesTo(bots[2]);
  opened += 1;
  const id = opened;
  const frozen = await frozenAt('briefing.post:before', () => world.slack.slash('jisoo', 'open sev1 coupons are late'), [bots[2]]);
  // It runs on, and reaches Slack; only the database hears no more of it, and it hears nothing of the database.
  wire.hold();
  const at = performance.now();
  frozen.thaw();
  await eventually('it has posted the briefing', () => (keys().includes(`briefing:${id}`) ? true : undefined));
  await eventually('another process has taken over', async () =>
    (await storage.steps.of(`declare-${id}`)).some(({ attempts }) => attempts > 1) ? true : undefined,
  );
  expect(performance.now() - at).toBeLessThan(GO_ON_WITHIN_MS);
  await isOpen(id, REST_MS);
  expect(await readyz(frozen)).toMatchObject({ status: 503 });
  wire.resume();
  await isBack(frozen);
  const seen = keys().filter((key) => key.endsWith(`:${id}`) || key.startsWith(`page:${id}:`));
  expect([...seen].sort()).toEqual([`announcement:${id}`, `briefing:${id}`, `page:${id}:1`]);
});
