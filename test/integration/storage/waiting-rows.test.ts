import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { waiting } from '../../../src/workflows/health/waiting.ts';
import type { Runtime } from '../../../src/workflows/runtime/runtime.ts';
import { MovableClock } from '../../support/clocks/movable-clock.ts';
import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const START = new Date('2026-03-03T05:00:00Z');

let database: FreshDatabase;
let storage: Storage;
let clock: MovableClock;
/** How often the worker went through everything. */
let rounds: number;
/** What a process says: `!` behind what makes it not ready. */
let look: { worker: () => Promise<string[]>; web: () => Promise<string[]> };

beforeEach(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: quiet, poolSize: 2 });
  clock = new MovableClock(START, true);
  rounds = 0;
  const says = (work: Runtime['work']) => {
    const check = waiting({ storage, clock, work } as unknown as Runtime);
    return async () => (await check()).map(({ code, unready }) => `${code}${unready ? '!' : ''}`).sort();
  };
  look = { worker: says({ rounds: () => rounds }), web: says(undefined) };
});
afterEach(async () => {
  await storage.close();
  await database.drop();
});

const event = (name: string) => ({ source: 'generic', receivedAt: clock.now(), payload: { title: name } });

/** What they say after so many seconds, at a look every ten. */
async function after(seconds: number, each: () => Promise<unknown> = async () => undefined): Promise<[worker: string[], web: string[]]> {
  for (let passed = 0; ; passed += 10) {
    const said: [string[], string[]] = [await look.worker(), await look.web()];
    if (passed >= seconds) return said;
    clock.moveTo(new Date(clock.nowMs() + 10_000));
    await each();
  }
}

it('says that a worker is not ready when a page and an alert wait and nothing moves, and says so only to workers', async () => {
  await storage.outbox.add(messageRow('p', 'page'), START);
  await storage.alertEvents.add([event('A')]);
  const codes = ['waiting-alerts', 'waiting-outbox-pages'];
  expect(await after(20)).toEqual([codes, codes]);
  expect(await after(30)).toEqual([codes.map((code) => `${code}!`), codes]);
  await storage.alertEvents.done((await storage.alertEvents.next(5)).map(({ id }) => id));
  expect(await after(0)).toEqual([['waiting-outbox-pages!'], ['waiting-outbox-pages']]);
});

it('is ready while a backlog leaves, at whatever pace', async () => {
  await storage.alertEvents.add(Array.from({ length: 30 }, (_, n) => event(`A${n}`)));
  const said = await after(200, async () => storage.alertEvents.done((await storage.alertEvents.next(1)).map(({ id }) => id)));
  expect(said[0]).toEqual(['waiting-alerts']);
});

it('is ready although notices wait for Slack, and although a row is tried in vain for ever', async () => {
  await storage.outbox.add(messageRow('u', 'update'), START);
  await storage.alertEvents.add([event('poison')]);
  const said = await after(200, async () => {
    rounds += 1;
  });
  expect(said[0]).toEqual(['waiting-alerts', 'waiting-outbox']);
});
