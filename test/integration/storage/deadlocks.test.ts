import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { once } from '../../../src/workflows/runtime/once.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

const NOW = new Date('2026-03-03T05:00:00Z');

let database: FreshDatabase;
let storage: Storage;
let warned: string[];

beforeEach(async () => {
  database = await freshDatabase();
  warned = [];
  storage = await openStorage({
    url: database.url,
    log: { debug() {}, info() {}, warn: (_about: unknown, text?: string) => void warned.push(text ?? ''), error() {} },
  });
});

afterEach(async () => {
  await storage.close();
  await database.drop();
});

const runtime = () => ({
  storage,
  clock: { now: () => NOW },
  log: { debug() {}, info() {}, error() {}, warn: (_: unknown, text?: string) => void warned.push(text ?? '') },
});

/** Resolves for both callers once both have called. */
function meeting(): () => Promise<void> {
  let arrived = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    arrived += 1;
    if (arrived === 2) open();
    await both;
  };
}

it('of two changes that hold what the other wants, both are done, each once', async () => {
  const a = await storage.incidents.insert(bareIncident(NOW));
  const b = await storage.incidents.insert(bareIncident(NOW));
  const met = meeting();
  let attempts = 0;
  const crosswise = (id: string, first: number, second: number) =>
    once(runtime(), { source: 'test', id }, async (stores) => {
      attempts += 1;
      await stores.incidents.lock(first);
      // The one that is done again finds nobody in its way.
      await met();
      await stores.incidents.lock(second);
      await stores.incidents.change(second, { title: `by ${id}` });
      return id;
    });
  expect(await Promise.all([crosswise('one', a.id, b.id), crosswise('two', b.id, a.id)])).toEqual([
    { result: 'one', repeated: false },
    { result: 'two', repeated: false },
  ]);
  expect(attempts).toBe(3);
  expect(warned).toEqual([expect.stringContaining('in the way of each other')]);
  expect((await storage.incidents.findMany([a.id, b.id])).map(({ title, version }) => [title, version])).toEqual([
    ['by two', a.version + 1],
    ['by one', b.version + 1],
  ]);
});

it('what fails for another reason is tried once', async () => {
  let attempts = 0;
  const failing = once(runtime(), { source: 'test', id: 'three' }, async (stores) => {
    attempts += 1;
    await stores.incidents.change(-1, { severity: 'no such severity' as never });
    throw new Error('broken');
  });
  await expect(failing).rejects.toThrow();
  expect(attempts).toBe(1);
});
