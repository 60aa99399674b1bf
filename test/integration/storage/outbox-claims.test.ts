import { z } from 'zod';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { delivered, effect } from '../../../src/workflows/runtime/effect.ts';
import { Outbox } from '../../../src/workflows/runtime/outbox.ts';
import { oneService } from '../../support/bots/one-service.ts';
import { MovableClock } from '../../support/clocks/movable-clock.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** Two processes with one outbox, while what the first one calls does not answer. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const MINUTE = 60_000;

let database: FreshDatabase;
let storages: Storage[];
let clock: MovableClock;
/** What left, and by whom. */
let sent: string[];

beforeEach(async () => {
  database = await freshDatabase();
  storages = [];
  sent = [];
  clock = new MovableClock(new Date('2026-03-03T05:00:00Z'));
});

afterEach(async () => {
  await Promise.all(storages.map((storage) => storage.close()));
  await database.drop();
});

const said = effect('effect', { payload: z.object({ channel: z.string() }), place: ({ channel }) => channel });

interface Gate {
  entered: Promise<void>;
  open(): void;
}

/** A process whose calls wait at a gate, if it has one; it finds what was sent before as Slack would. */
async function process(
  name: string,
  gated: 'gated' | 'free',
  pause = async (_ms: number): Promise<void> => {},
): Promise<{ outbox: Outbox; storage: Storage; gate: Gate }> {
  const storage = await openStorage({ url: database.url, log: quiet });
  storages.push(storage);
  await storage.lease.take();
  let open = () => {};
  let enter = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  const kind = delivered(said, () => ({
    look: async ({ key }) => (sent.some((one) => one.startsWith(`${key} `)) ? { found: true } : undefined),
    run: async ({ key }) => {
      enter();
      if (gated === 'gated') await opened;
      sent.push(`${key} by ${name}`);
      return { found: false };
    },
  }));
  const runtime = oneService({
    storage,
    clock,
    log: quiet,
    random: { id: () => name, fraction: () => 0.5 },
    waker: { wake() {} },
    stopping: new AbortController().signal,
    pause,
    crashPoint() {},
  });
  return { outbox: new Outbox(runtime, () => ({ effect: kind.for(runtime) })), storage, gate: { entered, open } };
}

async function addTwo(storage: Storage): Promise<void> {
  // To one place: the second waits behind the first.
  const row = { incidentId: null, lane: 'update', payload: { channel: 'C1' } } as const;
  await storage.outbox.addMany([said.row({ ...row, key: 'first' }), said.row({ ...row, key: 'second' })], clock.now());
}

const later = (ms: number): void => clock.moveTo(new Date(clock.nowMs() + ms));

it('what waits in one process for longer than it is hidden is not sent again after another process has sent it', async () => {
  const slow = await process('slow', 'gated');
  const quick = await process('quick', 'free');
  await addTwo(slow.storage);
  await slow.outbox.drain();
  await slow.gate.entered;
  later(MINUTE + 1);
  await quick.outbox.drain();
  await quick.outbox.idle();
  slow.gate.open();
  await slow.outbox.idle();
  // The first was under way and no reply had come: a copy is possible. The second had not been begun.
  expect(sent.filter((one) => one.startsWith('second'))).toEqual(['second by quick']);
});

it('what waits in a process that lives stays its own', async () => {
  const slow = await process('slow', 'gated');
  const quick = await process('quick', 'free');
  await addTwo(slow.storage);
  await slow.outbox.drain();
  await slow.gate.entered;
  for (let n = 0; n < 12; n += 1) {
    later(15_000);
    await quick.outbox.drain();
    await slow.outbox.drain();
  }
  slow.gate.open();
  await Promise.all([slow.outbox.idle(), quick.outbox.idle()]);
  expect(sent).toEqual(['first by slow', 'second by slow']);
});

it('who lost a row to another takes nothing from it by failing', async () => {
  const [{ storage }, other] = [await process('slow', 'free'), await process('quick', 'free')];
  const [slow, quick] = [storage, other.storage].map(({ lease }) => lease.current?.number ?? Number.NaN) as [number, number];
  await addTwo(storage);
  const [lost] = await storage.outbox.claim(slow, ['update'], clock.now(), new Date(clock.nowMs() + MINUTE), 1);
  later(MINUTE + 1);
  const taken = (await storage.outbox.claim(quick, ['update'], clock.now(), new Date(clock.nowMs() + MINUTE), 2)).find(
    ({ id }) => id === lost?.id,
  );
  if (!lost || !taken) throw new Error('It was not taken twice.');
  expect(await storage.outbox.retryAt(lost, clock.now(), 'late')).toBe(false);
  expect(await storage.outbox.failed(lost, 'late')).toBe(false);
  expect(await storage.outbox.sent(lost, clock.now(), {})).toBe(false);
  expect(await storage.outbox.renew([lost.id], slow, clock.now())).toEqual([]);
  expect(await storage.outbox.renew([lost.id], quick, clock.now())).toMatchObject([{ attempts: 2, status: 'pending' }]);
});

/** As the others write it down when they hear nothing more of a process. */
async function isLost({ lease }: Storage, agoMs: number): Promise<void> {
  const values = [lease.current?.number, agoMs];
  const lost = `update processes set lost_how = 'gone', lost_at = clock_timestamp() - $2 * interval '1 millisecond' where number = $1`;
  await asAdmin(database.url, (client) => client.query(lost, values));
}

it('what a lost process had sent, and is still on its way when another one looks for it, is not sent again', async () => {
  const slow = await process('slow', 'gated');
  const quick = await process('quick', 'free', async (ms) => {
    slow.gate.open();
    await slow.outbox.idle();
    later(ms);
  });
  await addTwo(slow.storage);
  await slow.outbox.drain();
  await slow.gate.entered;
  await isLost(slow.storage, 0);
  // What it had taken and not begun is not believed to be its own any more.
  later(6_000);
  await quick.outbox.drain();
  await quick.outbox.idle();
  expect(sent).toEqual(['first by slow', 'second by quick']);
});

it('what a process was sending that was lost long ago is waited for by nobody', async () => {
  const pauses: number[] = [];
  const slow = await process('slow', 'gated');
  const quick = await process('quick', 'free', async (ms) => {
    pauses.push(ms);
  });
  await addTwo(slow.storage);
  await slow.outbox.drain();
  await slow.gate.entered;
  await isLost(slow.storage, MINUTE);
  await quick.outbox.drain();
  await quick.outbox.idle();
  expect([sent, pauses]).toEqual([['first by quick', 'second by quick'], []]);
  slow.gate.open();
  await slow.outbox.idle();
});
