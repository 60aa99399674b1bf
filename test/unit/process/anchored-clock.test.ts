import fc from 'fast-check';
import { AnchoredClock, aheadAt, type ClockNews } from '../../../src/domain/time/anchored-clock.ts';

/** A process, its machine and a database, all in a world whose true time is `trueMs`; what differs from it is said by the tests. */
class World {
  trueMs = 1_000_000_000_000;
  /** Of the machine's clock and of the database's, against the truth. */
  hostMs = 0;
  databaseMs = 0;
  /** What the processes have agreed on. */
  agreed = { aheadMs: 0, sinceMs: 0, version: 0 };
  private monotonicMs = 5_000;
  private uptimeMs = 77_000;
  readonly clock = new AnchoredClock({
    monotonicMs: () => this.monotonicMs,
    uptimeMs: () => this.uptimeMs,
    wallMs: () => this.trueMs + this.hostMs,
  });

  /** Time passes; the monotonic clock stands still while the machine sleeps. */
  pass(ms: number, how: 'awake' | 'asleep' = 'awake'): void {
    this.trueMs += ms;
    this.uptimeMs += ms;
    if (how === 'awake') this.monotonicMs += ms;
  }

  /** The monotonic clock itself goes wrong. */
  breakMonotonic(ms: number): void {
    this.monotonicMs += ms;
  }

  /** A beat, with so much of the round trip before and after the database reads its clock. */
  beat({ there = 1, back = 1, othersElapsedMs = 0 } = {}): ClockNews[] {
    const sentAtMs = this.monotonicMs;
    this.pass(there);
    const databaseMs = this.trueMs + this.databaseMs;
    this.pass(back);
    const { version } = this.agreed;
    const aheadMs = aheadAt(this.agreed, databaseMs);
    const news = this.clock.take({ sentAtMs, receivedAtMs: this.monotonicMs, databaseMs, aheadMs, version, othersElapsedMs });
    for (const one of news) if (one.kind === 'database-jumped') this.agree(one.aheadMs);
    return news;
  }

  agree(aheadMs: number): void {
    this.agreed = { aheadMs, sinceMs: this.trueMs + this.databaseMs, version: this.agreed.version + 1 };
  }

  /** How far the clock is from the truth. */
  get offMs(): number {
    return this.clock.now().getTime() - this.trueMs;
  }
}

const HOUR = 3_600_000;

it('is the time of the database, whatever the clock of the machine says', () => {
  const world = new World();
  world.hostMs = -3 * HOUR;
  expect(() => world.clock.now()).toThrow(/before the database/);
  expect(world.beat()).toEqual([]);
  expect(Math.abs(world.offMs)).toBeLessThanOrEqual(2);
  world.pass(700);
  expect(Math.abs(world.offMs)).toBeLessThanOrEqual(2);
  expect(world.clock.departures()).toEqual([{ whose: 'host', aheadMs: -3 * HOUR }]);
});

it('met-K9: a jump of the machine by an hour for 13 s changes nothing and is said once each time', () => {
  const world = new World();
  world.beat();
  const said: ClockNews[] = [];
  const run = (seconds: number) => {
    for (let n = 0; n < seconds; n += 1) {
      world.pass(998);
      said.push(...world.beat());
      expect(Math.abs(world.offMs)).toBeLessThanOrEqual(2);
    }
  };
  run(5);
  world.hostMs = HOUR;
  run(13);
  expect(said).toEqual([{ kind: 'host-jumped', byMs: HOUR }]);
  expect(world.clock.departures()).toEqual([{ whose: 'host', aheadMs: HOUR, jumpedByMs: HOUR }]);
  world.hostMs = 0;
  run(5);
  expect(said).toEqual([
    { kind: 'host-jumped', byMs: HOUR },
    { kind: 'host-jumped', byMs: -HOUR },
  ]);
  expect(world.clock.departures()).toEqual([{ whose: 'host', aheadMs: 0, jumpedByMs: -HOUR }]);
  run(600);
  expect(world.clock.departures()).toEqual([]);
});

it.each([HOUR, -HOUR, 5_000])('a jump of the database by %i ms is not followed, is said once, and is made good slowly', (byMs) => {
  const world = new World();
  world.beat();
  world.pass(998);
  world.beat();
  world.databaseMs = byMs;
  world.pass(998);
  expect(world.beat().map(({ kind }) => kind)).toEqual(['database-jumped']);
  world.pass(998);
  expect(world.beat()).toEqual([]);
  expect(Math.abs(world.offMs)).toBeLessThan(200);
  expect(world.clock.departures()).toEqual([{ whose: 'database', aheadMs: expect.closeTo(byMs, -3) }]);
  const before = world.clock.now().getTime();
  for (let n = 0; n < 60; n += 1) {
    world.pass(998);
    expect(world.beat()).toEqual([]);
  }
  const minute = world.clock.now().getTime() - before;
  expect(minute).toBeGreaterThan(56_000);
  expect(minute).toBeLessThan(64_000);
  if (byMs === 5_000) expect(world.offMs).toBeGreaterThan(2_900);
});

it('a database that jumps there and back leaves everything as it was', () => {
  const world = new World();
  world.beat();
  for (const byMs of [HOUR, 0]) {
    world.databaseMs = byMs;
    for (let n = 0; n < 13; n += 1) {
      world.pass(998);
      world.beat();
    }
  }
  for (let n = 0; n < 30; n += 1) {
    world.pass(998);
    world.beat();
  }
  expect(Math.abs(world.offMs)).toBeLessThan(50);
});

describe('a process that was away', () => {
  it('has the right time at once when it stood still, before it hears of the database again', () => {
    const world = new World();
    world.beat();
    world.pass(90_000);
    expect(Math.abs(world.offMs)).toBeLessThanOrEqual(2);
    expect(world.beat()).toEqual([]);
  });

  it('follows the database when its machine slept, in which its monotonic clock stands still', () => {
    const world = new World();
    world.beat();
    world.pass(500);
    world.pass(8 * HOUR, 'asleep');
    world.pass(500);
    expect(world.beat()).toEqual([{ kind: 'followed', byMs: expect.closeTo(8 * HOUR, -2) }]);
    expect(Math.abs(world.offMs)).toBeLessThanOrEqual(2);
  });

  it('follows the database when the others counted on meanwhile, although its own clocks know of no pause', () => {
    const world = new World();
    world.beat();
    world.pass(998);
    world.databaseMs = 60_000;
    expect(world.beat({ othersElapsedMs: 61_000 })).toContainEqual({ kind: 'followed', byMs: expect.closeTo(60_000, -2) });
    expect(world.agreed.version).toBe(0);
  });

  it('follows what the others have agreed on', () => {
    const world = new World();
    world.beat();
    world.databaseMs = HOUR;
    world.agree(HOUR);
    world.pass(998);
    expect(world.beat()).toEqual([]);
    expect(Math.abs(world.offMs)).toBeLessThan(60);
  });

  it('does not take part in the failure of its own monotonic clock', () => {
    const world = new World();
    world.beat();
    world.pass(998);
    world.breakMonotonic(HOUR);
    expect(Math.abs(world.offMs)).toBeLessThanOrEqual(2);
    expect(world.beat()).toContainEqual({ kind: 'followed', byMs: expect.closeTo(-HOUR, -2) });
    expect(world.agreed.version).toBe(0);
    expect(Math.abs(world.offMs)).toBeLessThanOrEqual(2);
  });
});

it('never goes back, and stays within the round trip of the truth on any network', () => {
  const trips = fc.record({
    passMs: fc.integer({ min: 0, max: 4_000 }),
    there: fc.integer({ min: 0, max: 900 }),
    back: fc.integer({ min: 0, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(trips, { minLength: 1, maxLength: 60 }), (steps) => {
      const world = new World();
      world.beat();
      let last = 0;
      let worst = 2;
      for (const { passMs, there, back } of steps) {
        world.pass(passMs);
        expect(world.beat({ there, back })).toEqual([]);
        worst = Math.max(worst, there + back);
        const now = world.clock.now().getTime();
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
        expect(Math.abs(world.offMs)).toBeLessThanOrEqual(worst);
      }
    }),
  );
});
