import { isDeepStrictEqual } from 'node:util';
import type { ProcessRole } from '../../src/roles.ts';
import type { Storage } from '../../src/storage/index.ts';
import { BotPool } from '../support/bots/bots.ts';
import { Ahead } from '../support/clocks/ahead.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { describeWith } from '../support/run/services.ts';
import { clocksPictureOf, expectedClocks, messagesIn } from './stage/clocks-picture.ts';
import { clocksPlaybook, UPDATE_MS } from './stage/clocks-playbook.ts';
import { INCIDENT } from './stage/picture.ts';
import { DECLARER } from './stage/situations.ts';
import { startThreeBots, type ThreeBots } from './stage/three-bots.ts';

/**
 * The clocks of an incident under kills: three processes on one database, of which the first that comes to a named point is killed there by
 * the kernel. The two others go on, and in the end people have seen every page, notice and update once.
 */

interface Life {
  /** One dies at each, in their order: another process takes the place of the first before anybody comes to the second. */
  dies: readonly [string, ...string[]];
  /** Nobody dies before this page is out, so that the crash point is met later than for the first time. */
  after?: string;
  /** Of the three processes; Slack talks with the first. */
  roles?: readonly (readonly ProcessRole[])[];
  /** Which of the three must be the first that dies, where only one can come there. */
  who?: number;
}

const HANDING_OVER = 'minji: L1 2';
const APART: readonly (readonly ProcessRole[])[] = [['bot'], ['worker'], ['worker']];

/**
 * The claims, the moment between commit and wake-up, and the two sides of every effect. The second point of a life is one that is still to come whenever the
 * first was met: the later levels after the first page, the updates after anything.
 */
const ON_POSTGRES: readonly Life[] = [
  { dies: ['deadlines:claimed', 'updates:claimed'] },
  { dies: ['deadlines:decided', 'updates:decided'] },
  { dies: ['pages:claimed', 'escalations:claimed'] },
  { dies: ['pages:decided', 'escalations:decided'] },
  { dies: ['pages:claimed', 'outbox.chat.message:before'], after: HANDING_OVER },
  { dies: ['outbox.page.notify:before', 'outbox.update.status-channel:before'] },
  { dies: ['outbox.page.notify:after', 'outbox.update.status-channel:after'] },
  { dies: ['pages:decided', 'outbox.chat.message:after'], roles: APART },
  { dies: ['briefing.post:after'], roles: APART, who: 0 },
];
/** What a queue could change: who is woken, and whether a lost wake-up is made up for. */
const ON_REDIS: readonly Life[] = [
  { dies: ['deadlines:decided', 'updates:decided'] },
  { dies: ['pages:decided', 'escalations:decided'] },
  { dies: ['outbox.page.notify:after', 'outbox.chat.message:after'], roles: APART },
];

const AT_ONCE = 2;
const CASE_MS = 300_000;
const END_WITHIN_MS = 120_000;
/** Each look costs the machine something of what the bots need. */
const LOOK_EVERY_MS = 100;
/** An update is another one of the same from the second on. */
const UPDATES_SEEN = 2;
/** With fewer messages than these it is not worth asking the database whether everything is there. */
const FEWEST_MESSAGES = expectedClocks([]).pages.length + expectedClocks([]).status.length;

let pool: BotPool;
let playbookPath: string;
beforeAll(() => {
  playbookPath = clocksPlaybook();
  pool = new BotPool(1);
});
afterAll(() => pool.close());

function suite(lives: readonly Life[], redisUrl: () => string | undefined): void {
  const ahead = new Ahead(
    AT_ONCE,
    lives.map((life) => () => survives(life, redisUrl())),
  );
  afterAll(() => ahead.settled());

  lives.forEach(({ dies, after, roles }, index) => {
    dies.forEach((point, nth) => {
      const later = nth > 0 ? `and another one has died at ${dies[nth - 1]}` : after && `after ${after}`;
      const when = [roles && `as ${roles.join(', ')}`, `when one dies at ${point}`, later].filter(Boolean).join(' ');
      it(`people see everything once ${when}`, () => ahead.outcome(index), CASE_MS);
    });
  });
}

describe('with the queue in Postgres', () => suite(ON_POSTGRES, () => undefined));
describeWith('redis', (getUrl) => suite(ON_REDIS, getUrl));

async function survives({ dies: [first, ...then], after, roles, who }: Life, redisUrl: string | undefined): Promise<void> {
  const three = await startThreeBots({ playbookPath, dies: first, armed: after === undefined, roles, redisUrl }, pool);
  try {
    const { world, storage } = three;
    await world.slack.slash(DECLARER, 'open sev1 coupons are late');
    // A busy machine may answer later than Slack listens; what is written down counts.
    await eventually('the incident is written down', () => storage.incidents.find(INCIDENT));
    if (after !== undefined) {
      const isOut = async () => ((await clocksPictureOf(world, storage)).pages.includes(after) ? true : undefined);
      await eventually(`${after} is out`, isOut, END_WITHIN_MS, LOOK_EVERY_MS);
      three.arm();
    }
    let dead = await three.death();
    if (who !== undefined) expect(dead).toBe(who);
    for (const dies of then) {
      await three.replace(dead, dies);
      dead = await three.death();
    }
    await runOut(three);
    // Nobody else has died of it.
    expect(await three.death()).toBe(dead);
    await three.stop();
    const { sequence = 0 } = (await storage.updates.of(INCIDENT)) ?? {};
    expect(await clocksPictureOf(world, storage)).toEqual(expectedClocks(await toldIn(storage)));
    // No interval has two, however late a busy machine made one.
    const intervals = await beats(three);
    expect([...new Set(intervals)]).toHaveLength(sequence);
    expect(Math.min(...intervals)).toBeGreaterThan(0);
  } finally {
    await three.close();
  }
}

/** Waits until everything is there and nothing more can come. What is still missing by then, or too much, is for the caller to see. */
async function runOut({ world, storage }: ThreeBots): Promise<void> {
  const everything = async () => {
    if (messagesIn(world) < FEWEST_MESSAGES) return undefined;
    const { sequence = 0 } = (await storage.updates.of(INCIDENT)) ?? {};
    return sequence >= UPDATES_SEEN && isDeepStrictEqual(await clocksPictureOf(world, storage), expectedClocks(await toldIn(storage)))
      ? true
      : undefined;
  };
  await eventually('everything is there', everything, END_WITHIN_MS, LOOK_EVERY_MS).catch(() => undefined);
  await storage.updates.stop(INCIDENT);
  const pending = async () => (await storage.outbox.of(INCIDENT)).filter(({ status }) => status === 'pending').length;
  await eventually('the outbox is empty', async () => ((await pending()) === 0 ? true : undefined), END_WITHIN_MS, LOOK_EVERY_MS);
}

/** The numbers of the updates that were told. On a busy machine one may wait until the next one is due, which tells how things stand; nothing else is left out. */
async function toldIn(storage: Storage): Promise<number[]> {
  const rows = (await storage.outbox.of(INCIDENT)).filter(({ kind }) => UPDATE_KINDS.includes(kind));
  const sequenceOf = ({ payload }: (typeof rows)[number]) => (payload as { sequence: number }).sequence;
  const written = rows.filter(({ kind }) => kind === 'update.write');
  return written.flatMap((row) => {
    const sequence = sequenceOf(row);
    const due = new Date((row.payload as { nextAt: string }).nextAt);
    const isLeftOut = rows.some((one) => {
      const isSkipped = typeof one.outcome === 'object' && one.outcome !== null && 'skipped' in one.outcome;
      return sequenceOf(one) === sequence && isSkipped && one.sentAt !== null && one.sentAt >= due;
    });
    return isLeftOut ? [] : [sequence];
  });
}

/** What writes an update, and what posts it. */
const UPDATE_KINDS = ['update.write', 'update.status-channel'];

/** Which interval of the incident had passed last when each update was decided. */
async function beats({ storage }: ThreeBots): Promise<number[]> {
  const began = (await storage.incidents.find(INCIDENT))?.detectedAt.getTime() ?? 0;
  const rows = (await storage.outbox.of(INCIDENT)).filter(({ kind }) => kind === 'update.write');
  return rows.map(({ createdAt }) => Math.floor((createdAt.getTime() - began) / UPDATE_MS));
}
