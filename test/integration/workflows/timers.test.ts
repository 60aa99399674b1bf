import pg from 'pg';
import { z } from 'zod';
import { PermanentError } from '../../../src/domain/errors.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { undelivered } from '../../../src/workflows/health/undelivered.ts';
import type { Runtime } from '../../../src/workflows/runtime/runtime.ts';
import { happens, type TimerJob, timer } from '../../../src/workflows/runtime/timer.ts';
import { timersDrain } from '../../../src/workflows/runtime/timers.ts';
import { oneService } from '../../support/bots/one-service.ts';
import { MovableClock } from '../../support/clocks/movable-clock.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** Timers of two processes on one database. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const NOW = new Date('2026-03-03T05:00:00Z');
const MINUTE = 60_000;
const nagging = timer('nag', z.object({ times: z.number(), since: z.iso.datetime().transform((text) => new Date(text)) }));

let database: FreshDatabase;
let storages: [Storage, Storage];
let admin: pg.Client;
let clock: MovableClock;
let woken: string[];

beforeEach(async () => {
  database = await freshDatabase();
  const open = () => openStorage({ url: database.url, log: quiet });
  storages = [await open(), await open()];
  admin = new pg.Client(database.url);
  await admin.connect();
  clock = new MovableClock(NOW);
  woken = [];
});
afterEach(async () => {
  await admin.end();
  await Promise.all(storages.map((storage) => storage.close()));
  await database.drop();
});

function runtimeOn(storage: Storage): Runtime {
  return oneService({
    storage,
    clock,
    log: quiet,
    mask: (text: string) => text,
    random: { id: () => 'x', fraction: () => 0.5 },
    waker: { wake: (topic: string, at: Date) => woken.push(`${topic} ${at.getTime() - NOW.getTime()}`) },
    crashPoint() {},
  });
}

const drains = (job: TimerJob) => storages.map((storage) => timersDrain(runtimeOn(storage), { [job.kind]: job }));
const later = (ms: number): void => clock.moveTo(new Date(clock.nowMs() + ms));
const count = async (sql: string) => (await admin.query<{ n: number }>(`select count(*)::integer as n from ${sql}`)).rows[0]?.n;
/** Says something each minute until it has been said as often as the timer was told. */
const nags = () => {
  let said = 0;
  return happens(nagging, () => async (stores, { key, incident, data: { times, since }, dueAt }) => {
    said += 1;
    const more = incident && { incidentId: incident.id };
    await stores.outbox.add(messageRow(`nag:${key}:${dueAt.getTime()}`, 'update', { ...more, text: since.toISOString() }), clock.now());
    return said < times ? new Date(dueAt.getTime() + MINUTE) : undefined;
  });
};

it('happens once at its time, whoever looks, and again at the time that it gave', async () => {
  const { id } = await storages[0].incidents.insert(bareIncident(NOW));
  const both = drains(nags());
  const look = () => Promise.all(both.map((drain) => drain()));
  await storages[0].timers.set(
    nagging.row({ key: '1', incidentId: id, data: { times: 2, since: NOW }, dueAt: new Date(NOW.getTime() + MINUTE) }),
  );
  await look();
  expect(await count('outbox')).toBe(0);
  later(MINUTE);
  await look();
  await look();
  expect(await count('outbox')).toBe(1);
  expect(woken).toContain(`timers ${2 * MINUTE}`);
  later(MINUTE);
  await look();
  expect(await count('outbox')).toBe(2);
  // What was set with a date is given back with one.
  expect((await storages[0].outbox.of(id)).map(({ payload }) => payload.message)).toEqual([
    { text: NOW.toISOString() },
    { text: NOW.toISOString() },
  ]);
  expect(await count('timers')).toBe(0);
});

it('waits while somebody decides about its incident, and is not in their way', async () => {
  const { id } = await storages[0].incidents.insert(bareIncident(NOW));
  const [drain] = drains(nags());
  const row = (times: number) => nagging.row({ key: '1', incidentId: id, data: { times, since: NOW }, dueAt: NOW });
  await storages[0].timers.set(row(1));
  await storages[1].transaction(async (stores) => {
    await stores.incidents.lock(id);
    await drain?.();
    expect(await count('outbox')).toBe(0);
    // The other way round this would wait for the drain, and the drain for this.
    await stores.timers.set(row(1));
  });
  await drain?.();
  expect(await count('outbox')).toBe(1);
});

it('is tried again later when it breaks, leaves nothing of what it had begun, and holds up no other', async () => {
  let breaks = true;
  const [drain] = drains(
    happens(nagging, () => async (stores, { key }) => {
      await stores.outbox.add(messageRow(`nag:${key}`, 'update'), clock.now());
      if (key === 'bad' && breaks) throw new Error('no such thing');
      return undefined;
    }),
  );
  for (const key of ['bad', 'good']) await storages[0].timers.set(nagging.row({ key, data: { times: 1, since: NOW }, dueAt: NOW }));
  await drain?.();
  expect((await admin.query('select key from outbox')).rows).toEqual([{ key: 'nag:good' }]);
  expect((await admin.query('select key, attempts, error from timers')).rows).toEqual([
    { key: 'bad', attempts: 1, error: 'no such thing' },
  ]);
  breaks = false;
  later(MINUTE);
  await drain?.();
  expect(await count('outbox')).toBe(2);
  expect(await count('timers')).toBe(0);
});

it('that nobody can read stays and is shown; a kind that this release does not know is left to another', async () => {
  const inserted = async (kind: string, data: object) =>
    await admin.query('insert into timers (kind, key, data, due_at) values ($1, $2, $3, $4)', [kind, 'k', data, NOW]);
  await inserted('nag', { times: 'many' });
  await inserted('hologram', {});
  const runtime = runtimeOn(storages[0]);
  const [drain] = drains(nags());
  await drain?.();
  expect((await admin.query('select kind, due_at as at from timers order by kind')).rows).toEqual([
    { kind: 'hologram', at: NOW },
    { kind: 'nag', at: null },
  ]);
  expect(await undelivered(runtime)()).toEqual([{ code: 'failed-nag', text: expect.stringMatching(/data of nag.*times/), unready: false }]);
});

it('refused for good is not tried again until it is set anew', async () => {
  let refuses = true;
  const [drain] = drains(
    happens(nagging, () => async () => {
      if (refuses) throw new PermanentError('never', 'never');
      return undefined;
    }),
  );
  const row = nagging.row({ key: 'k', data: { times: 1, since: NOW }, dueAt: NOW });
  await storages[0].timers.set(row);
  await drain?.();
  later(60 * MINUTE);
  await drain?.();
  expect((await admin.query('select due_at as at, attempts from timers')).rows).toEqual([{ at: null, attempts: 1 }]);
  refuses = false;
  await storages[0].timers.set(row);
  await drain?.();
  expect(await count('timers')).toBe(0);
});

it('that always goes on is set by whoever starts first, and by nobody again', async () => {
  let happened = 0;
  const sweeping = timer('sweeping', z.object({}));
  const job = happens(
    sweeping,
    () => async () => {
      happened += 1;
      return new Date(clock.nowMs() + MINUTE);
    },
    { always: {} },
  );
  for (const drain of drains(job)) await drain();
  for (const drain of drains(job)) await drain();
  expect(happened).toBe(1);
  later(MINUTE);
  for (const drain of drains(job)) await drain();
  expect(happened).toBe(2);
});

it('set and stopped in a transaction that is undone was neither', async () => {
  const row = nagging.row({ key: 'k', data: { times: 1, since: NOW }, dueAt: NOW });
  const undone = storages[0].transaction(async (stores) => {
    await stores.timers.set(row);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await count('timers')).toBe(0);
  await storages[0].timers.set(row);
  await storages[0].timers.stop(nagging.of('k'));
  expect(await count('timers')).toBe(0);
});
