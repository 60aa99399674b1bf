import fc from 'fast-check';
import { afterTry } from '../../../src/domain/paging/after-try.ts';
import { calledAt, handedOverCause } from '../../../src/domain/paging/calls.ts';
import { decidePage, isSettled } from '../../../src/domain/paging/decide-page.ts';
import { judgeTry, type WayTried } from '../../../src/domain/paging/judge-try.ts';
import { inPlaceOf, inWaves, notAgain, peopleInOrder } from '../../../src/domain/paging/next-people.ts';
import { askedAt } from '../../../src/domain/paging/who-has-it.ts';

/**
 * The rule of docs/paging.md over people, ways, clocks and outages: the real decisions, played by a small loop that stands for the workflow.
 */

interface Way {
  name: string;
  wakes: boolean;
  /** `for-good`: it refuses this person. `until`: it fails, or hangs, until then (ms). */
  does: 'works' | { refuses: 'for-good' } | { fails: 'hangs' | 'says so'; until: number };
}
interface Person {
  id: string;
  asleep: boolean;
  ways: Way[];
  /** How long after they were first reached they answer (ms); null: never. */
  answersAfter: number | null;
}
interface World {
  levels: Person[][];
  /** When the incident ends (ms); null: not within the time looked at. */
  endsAt: number | null;
  repeatEveryMs: number;
  repeatAtMost: number;
}

const RETRY_MS = 15_000;
const UNTIL_MS = 15 * 60_000;
const FIVE_MINUTES = 5 * 60_000;
const at = (ms: number) => new Date(Date.UTC(2026, 2, 3) + ms);
const worksAt = ({ does }: Way, ms: number) => does === 'works' || ('until' in does && ms >= does.until);
/** Somebody whom some way reaches so that it wakes them. */
const canBeReached = ({ asleep, ways }: Person, ms: number) => ways.some((way) => worksAt(way, ms) && (way.wakes || !asleep));

interface PageSim {
  id: number;
  userId: string;
  level: string;
  cause: string;
  delivered: number;
  attempts: number;
  createdAt: Date;
  nextAt: Date | null;
  repeatEveryMs: number | null;
  repeatAtMost: number;
  reachedAt: Date | null;
  refusedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  passedOnAt: Date | null;
  closedAt: Date | null;
}

interface Seen {
  tries: { user: string; ms: number; ways: WayTried[] }[];
  reached: { user: string; ms: number }[];
  silent: { user: string; ms: number }[];
  taken: { user: string; ms: number }[];
  saidAt: number | null;
}

function play(world: World): Seen {
  const people = new Map(world.levels.flat().map((person) => [person.id, person]));
  const levels = world.levels.map((level) => level.map(({ id }) => id));
  const pages: PageSim[] = [];
  const seen: Seen = { tries: [], reached: [], silent: [], taken: [], saidAt: null };
  const queue: { ms: number; act: () => void }[] = [];
  let now = 0;
  const later = (ms: number, act: () => void) => queue.push({ ms, act });
  const say = () => {
    seen.saidAt ??= now;
  };
  const isOver = () => pages.some(({ closedAt }) => closedAt !== null) || seen.taken.length > 0;

  const open = (user: string, cause: string): PageSim => {
    const { repeatEveryMs, repeatAtMost } = world;
    const rest = { reachedAt: null, refusedAt: null, acknowledgedAt: null, acknowledgedBy: null, passedOnAt: null, closedAt: null };
    const page = { id: pages.length + 1, userId: user, level: 'L1', cause, delivered: 0, attempts: 0, createdAt: at(now), nextAt: at(now) };
    pages.push({ ...page, repeatEveryMs, repeatAtMost, ...rest });
    return pages.at(-1) as PageSim;
  };

  const tried = (page: PageSim): WayTried[] => {
    const person = people.get(page.userId) as Person;
    const outcome = (way: Way): WayTried => {
      if (worksAt(way, now)) return { way: way.name, wakes: way.wakes, left: true };
      const forGood = typeof way.does === 'object' && 'refuses' in way.does;
      const common = { way: way.name, wakes: way.wakes, left: false, code: 'x', said: 'x' } as const;
      return forGood
        ? { ...common, about: 'person', why: 'deactivated', unsure: false }
        : { ...common, about: 'now', why: 'failing', unsure: true };
    };
    const all: WayTried[] = [];
    for (const way of person.ways) {
      all.push(outcome(way));
      if (page.delivered === 0 && all.at(-1)?.left) break;
    }
    if (person.asleep && all.some(({ left }) => left) && !all.some(({ left, wakes }) => left && wakes)) {
      for (const way of person.ways.filter(({ name, wakes }) => wakes && !all.some((one) => one.way === name))) all.push(outcome(way));
    }
    seen.tries.push({ user: page.userId, ms: now, ways: all });
    return all;
  };

  const handOver = (page: PageSim, why: 'silent' | 'refused' | 'quiet') => {
    const { already, next, unreached } = inPlaceOf(page, { pages, levels, having: [], since: at(0), why });
    if (unreached) say();
    if (already) return;
    if (why === 'silent') seen.silent.push({ user: page.userId, ms: now });
    if (next !== undefined) attempt(open(next, handedOverCause(page)));
  };

  /** Returns whether it left. */
  const record = (page: PageSim, ways: WayTried[]): boolean => {
    const person = people.get(page.userId) as Person;
    const after = afterTry(page, judgeTry(ways, person.asleep ? { quietUntil: at(UNTIL_MS) } : {}), at(now));
    if (after.page === 'waits') return false;
    if (after.page === 'refused') {
      page.refusedAt = at(now);
      page.nextAt = null;
      return false;
    }
    page.delivered += 1;
    page.attempts = Math.max(page.attempts, page.delivered);
    page.nextAt = after.again;
    if (after.reached) {
      page.reachedAt ??= at(now);
      seen.reached.push({ user: page.userId, ms: now });
      if (person.answersAfter !== null && seen.reached.filter(({ user }) => user === person.id).length === 1) {
        later(now + person.answersAfter, () => {
          if (isOver()) return;
          seen.taken.push({ user: person.id, ms: now });
          for (const each of pages) Object.assign(each, { acknowledgedAt: at(now), acknowledgedBy: person.id, nextAt: null });
        });
      }
    }
    if (after.again) later(now + world.repeatEveryMs, () => due(page));
    if (after.quiet) handOver(page, 'quiet');
    return true;
  };

  const attempt = (page: PageSim): void => {
    if (isSettled(page) || isOver()) return;
    const ways = tried(page);
    const before = page.delivered;
    page.attempts += 1;
    page.nextAt = null;
    const left = record(page, ways);
    if (page.refusedAt !== null) handOver(page, 'refused');
    if (page.refusedAt !== null || left || before > 0) return;
    const after = afterTry(page, judgeTry(ways), at(now), calledAt(page, pages));
    if (after.page === 'waits' && after.askOthers && seen.reached.length === 0) {
      let got = false;
      for (const wave of inWaves(peopleInOrder(levels, notAgain(page, { pages, having: [], since: at(0) })))) {
        const group = wave.map(
          (user) => pages.find((one) => one.cause === handedOverCause(page) && one.userId === user) ?? open(user, handedOverCause(page)),
        );
        for (const other of group) other.nextAt = null;
        for (const other of group) got = record(other, tried(other)) || got;
        if (got) break;
      }
      if (!got && after.sayUnreached && seen.reached.length === 0) say();
    }
    later(now + RETRY_MS, () => attempt(page));
  };

  const due = (page: PageSim): void => {
    const decision = decidePage(page, { wanted: !isOver() });
    if (decision.do === 'send') attempt(page);
    if (decision.do === 'hand-over') handOver(page, 'silent');
  };

  later(0, () => {
    const [first] = askedAt(levels.flat(), [], { all: false }).ask;
    if (first === undefined) say();
    else attempt(open(first, 'A1@0'));
  });
  if (world.endsAt !== null) {
    later(world.endsAt, () => {
      for (const page of pages) Object.assign(page, { closedAt: at(now), nextAt: null });
    });
  }
  for (;;) {
    queue.sort((a, b) => a.ms - b.ms);
    const next = queue.shift();
    if (!next || next.ms > UNTIL_MS) return seen;
    now = next.ms;
    next.act();
  }
}

const doesArb: fc.Arbitrary<Way['does']> = fc.oneof(
  fc.constant('works' as const),
  fc.constant({ refuses: 'for-good' as const }),
  fc.record({ fails: fc.constantFrom('hangs' as const, 'says so' as const), until: fc.integer({ min: 1, max: UNTIL_MS * 2 }) }),
);
const waysArb = fc
  .record({ slack: doesArb, voice: fc.option(doesArb), email: fc.option(doesArb) })
  .map(({ slack, voice, email }): Way[] => [
    { name: 'slack', wakes: false, does: slack },
    ...(email === null ? [] : [{ name: 'email', wakes: false, does: email }]),
    ...(voice === null ? [] : [{ name: 'voice', wakes: true, does: voice }]),
  ]);
const worldArb: fc.Arbitrary<World> = fc
  .record({
    sizes: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4 })),
    people: fc.array(
      fc.record({ asleep: fc.boolean(), ways: waysArb, answersAfter: fc.option(fc.integer({ min: 1_000, max: UNTIL_MS })) }),
      { minLength: 10, maxLength: 10 },
    ),
    endsAt: fc.option(fc.integer({ min: 1_000, max: UNTIL_MS })),
    repeatEveryMs: fc.integer({ min: 60_000, max: 300_000 }),
    repeatAtMost: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ sizes: [first, second, third], people, ...rest }) => {
    const named = people.map((person, index) => ({ id: `U${index}`, ...person }));
    const levels = [named.slice(0, first), named.slice(first, first + second), named.slice(first + second, first + second + third)];
    return { levels, ...rest };
  });

const runs = { numRuns: 1_000 };
const stops = ({ taken }: Seen, { endsAt }: World) => Math.min(taken[0]?.ms ?? UNTIL_MS, endsAt ?? UNTIL_MS);

describe('met-C6, the rule: while an incident is open,', () => {
  it('within five minutes somebody who can be reached has been, or it is said that nobody can be', () => {
    fc.assert(
      fc.property(worldArb, (world) => {
        const seen = play(world);
        fc.pre(stops(seen, world) > FIVE_MINUTES);
        const reached = seen.reached.some(({ ms }) => ms <= FIVE_MINUTES);
        const said = seen.saidAt !== null && seen.saidAt <= FIVE_MINUTES;
        expect(reached || said).toBe(true);
      }),
      runs,
    );
  });

  it('whoever can be reached from the first moment on is reached within a minute, whatever stands before them', () => {
    fc.assert(
      fc.property(worldArb, (world) => {
        const everybody = world.levels.flat();
        fc.pre(everybody.some((person) => canBeReached(person, 0)) && (world.endsAt ?? UNTIL_MS) > 60_000);
        const seen = play(world);
        expect(seen.reached[0]?.ms).toBeLessThanOrEqual(60_000);
        expect(seen.saidAt).toBeNull();
      }),
      runs,
    );
  });

  it('those who never can be delay nobody: where the others are never or at once, it is at once', () => {
    const never = fc.constantFrom<Way['does']>('works', { refuses: 'for-good' });
    const ways = never.map((does): Way[] => [{ name: 'slack', wakes: false, does }]);
    const people = fc.array(fc.record({ asleep: fc.boolean(), ways, answersAfter: fc.constant(null) }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(people, (list) => {
        const level = list.map((person, index) => ({ id: `U${index}`, ...person }));
        const seen = play({ levels: [level], endsAt: null, repeatEveryMs: 300_000, repeatAtMost: 0 });
        const first = level.find((person) => canBeReached(person, 0));
        if (first) expect(seen.reached[0]).toEqual({ user: first.id, ms: 0 });
        else expect(seen.saidAt).toBe(0);
      }),
      runs,
    );
  });

  it('nobody is called silent who was not reached, and nobody before they could have answered every page', () => {
    fc.assert(
      fc.property(worldArb, (world) => {
        const { silent, reached } = play(world);
        for (const { user, ms } of silent) {
          const first = reached.find((one) => one.user === user);
          expect(first && ms - first.ms).toBeGreaterThanOrEqual(world.repeatEveryMs);
        }
      }),
      runs,
    );
  });

  it('nobody is asked once somebody has it, nor after the end', () => {
    fc.assert(
      fc.property(worldArb, (world) => {
        const seen = play(world);
        const end = stops(seen, world);
        // What was under way at that very moment was not begun after it.
        expect(seen.tries.filter(({ ms }) => ms > end)).toEqual([]);
      }),
      runs,
    );
  });

  it('somebody whom no way will ever reach is tried once', () => {
    fc.assert(
      fc.property(worldArb, (world) => {
        const { tries } = play(world);
        const lost = world.levels.flat().filter(({ ways }) => ways.every(({ does }) => typeof does === 'object' && 'refuses' in does));
        for (const { id } of lost) expect(tries.filter(({ user }) => user === id).length).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });
});
