import fc from 'fast-check';
import { CLOCKS } from '../../support/clocks/paging-clocks.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** The rule of docs/paging.md on the whole bot; `test/unit/paging/paging-rule.test.ts` plays the same decisions over many more worlds. */

/** Everybody on call, in the order in which they are asked. */
const PEOPLE = ['minji', 'junho', 'sora', 'dohyun', 'hana'];
const MINUTE = 60_000;

interface Person {
  is: 'there' | 'deactivated' | 'asleep';
  /** Slack takes no page for them in this way, for so many minutes. */
  fails: { as: 'http' | 'lost-reply' | 'rate-limit' | 'cut'; minutes: number } | null;
}

const personArb: fc.Arbitrary<Person> = fc.record({
  is: fc.constantFrom<Person['is']>('there', 'deactivated', 'deactivated', 'asleep'),
  fails: fc.option(fc.record({ as: fc.constantFrom('http', 'lost-reply', 'rate-limit', 'cut'), minutes: fc.integer({ min: 1, max: 20 }) })),
});
const FAULTS = {
  http: { kind: 'http', status: 503 },
  'lost-reply': { kind: 'lost-reply', status: 503 },
  'rate-limit': { kind: 'rate-limit', retryAfterSeconds: 5 },
  cut: { kind: 'cut' },
} as const;

const pagesOf = (s: Scenario, person: string) => s.slack.directMessages(person).filter(({ metadata }) => metadata !== undefined);
const isConcerned = async (s: Scenario): Promise<boolean> => {
  const { concerns = [] } = (await (await fetch(`${s.app.url}/readyz`)).json()) as { concerns?: { code: string }[] };
  return concerns.some(({ code }) => code === 'nobody_reached');
};

async function holds(world: Record<string, Person>): Promise<void> {
  const s = await scenario(CLOCKS);
  const people = Object.entries(world);
  const begin = s.now().getTime();
  for (const [name, { is, fails }] of people) {
    const id = `U0${name.toUpperCase()}`;
    if (is === 'deactivated') s.slack.deactivate(name);
    if (is === 'asleep') s.slack.doNotDisturb(name, begin + 480 * MINUTE);
    if (!fails) continue;
    const when = ({ users }: Record<string, unknown>) => users === id && s.now().getTime() < begin + fails.minutes * MINUTE;
    s.slack.faults.inject({ call: 'conversations.open', fault: FAULTS[fails.as], when });
  }
  await s.says('jisoo', 'open sev1 Coupons late');
  await s.advance('5m');
  const reached = people.filter(([name, { is }]) => is === 'there' && pagesOf(s, name).length > 0).map(([name]) => name);
  const before = s.takeAll();
  const isSaid = (place: string) => before.some((one) => one.place === place && /Nobody could be paged for #1/.test(one.text));
  // Somebody who can be reached was asked, or people know that nobody can be.
  const known = [isSaid('#inc-1-coupons-late'), isSaid('#status'), await isConcerned(s)];
  if (reached.length === 0) expect(known).toEqual([true, true, true]);
  else expect(known[2]).toBe(false);
  // Who can be reached from the first moment on is, whatever stands before them, and nobody says otherwise.
  if (people.some(([, { is, fails }]) => is === 'there' && !fails)) {
    expect(reached.length).toBeGreaterThan(0);
    expect(isSaid('#status')).toBe(false);
  }
  // What can never work is not tried again.
  for (const [name, { is, fails }] of people.filter(([, person]) => person.is === 'deactivated' && person.fails === null)) {
    expect([name, is, fails, pagesOf(s, name).length]).toEqual([name, is, fails, 0]);
    const asked = s.slack.calls.filter(({ method, args }) => method === 'conversations.open' && args.users === `U0${name.toUpperCase()}`);
    expect(asked.length).toBeLessThanOrEqual(1);
  }
  // Nobody who was not reached is called silent.
  await s.advance('27m');
  const said = [...before, ...s.takeAll()].map(({ text }) => text).join('\n');
  for (const [, name = ''] of said.matchAll(/@U0([A-Z]+)>? has not answered/g)) expect(pagesOf(s, name.toLowerCase())).not.toEqual([]);
  // Once somebody has it, nobody is called again but those whom the clock asks besides; after the end nobody is.
  const [taker] = people.filter(([name]) => pagesOf(s, name).length > 0).map(([name]) => name);
  const [page] = taker === undefined ? [] : pagesOf(s, taker);
  if (taker !== undefined && page) {
    await s.clicks(taker, page, 'command.page-acknowledge');
    const had = pagesOf(s, taker).length;
    await s.advance('31m');
    expect(pagesOf(s, taker)).toHaveLength(had);
    expect(await isConcerned(s)).toBe(false);
  }
  await s.says('jisoo', 'mitigated #1');
  const counts = () => PEOPLE.map((name) => pagesOf(s, name).length);
  const atTheEnd = counts();
  await s.advance('30m');
  expect(counts()).toEqual(atTheEnd);
  s.takeAll();
  await s.close();
}

it('met-C6: somebody is always reached, or people are told that nobody can be', async () => {
  const worldArb = fc.record(Object.fromEntries(PEOPLE.map((name) => [name, personArb])));
  await fc.assert(fc.asyncProperty(worldArb, holds), { numRuns: 4, endOnFailure: true });
}, 600_000);
