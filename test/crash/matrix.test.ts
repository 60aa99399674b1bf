import type { Fault } from '../../sandbox/faults.ts';
import type { World } from '../../sandbox/world.ts';
import { DECLARE_STEPS, type DeclareStep } from '../../src/workflows/incident/declare/steps.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { killingSuite } from './stage/killing-suite.ts';
import { isAboutEarlier, type Subject } from './stage/picture.ts';
import { Results } from './stage/results.ts';
import { expectEnd, type Scene, startScene } from './stage/scene.ts';
import { CALLS_BESIDE, DECLARER, SITUATIONS, type Situation } from './stage/situations.ts';
import { WAYS, type Way } from './stage/ways.ts';

/**
 * The fault matrix of declaring: every outside call of the path, in every way in which it can go wrong, against a real bot in a process of
 * its own that is really killed. Whatever happened, the incident stands in the end as if nothing had.
 */

interface Row {
  name: string;
  step: DeclareStep;
  /** The call that is hit; null for a step that calls nobody. */
  call: string | null;
  ways: readonly Way[];
  /** Which of these calls, where the step's own situation does not say so. */
  when?: Situation['when'];
}

/** Steps on whose recorded outcome others rest: for these, a death right after the record is shown as well. */
const RESTED_UPON = new Set<DeclareStep>(['channel.create', 'bridge.meeting', 'briefing.post']);

const ROWS: readonly Row[] = [
  ...(Object.keys(DECLARE_STEPS) as DeclareStep[]).map((step) => {
    const { call } = DECLARE_STEPS[step];
    const ways = WAYS.filter((way) => ('kill' in way ? way.kill !== 'recorded' || RESTED_UPON.has(step) : call !== null));
    return { name: step, step, call, ways };
  }),
  ...Object.entries(CALLS_BESIDE).map(([name, beside]) => ({ name, ...beside, ways: WAYS.filter((way) => 'fault' in way) })),
];
/** What a bot asks for once and remembers. */
const REMEMBERED = new Set<string | null>(['POST /oauth/token', 'conversations.open']);
/** What the bot of a world does only once. */
const ONCE_IN_A_WORLD = new Set<string | null>(['conversations.join']);

/** Lives at a time: the machine has two cores, and most of a case is waiting. */
const AT_ONCE = 2;
/** In one world: no minute may have more of a call than the twenty that Slack allows of most, however fast the machine is. */
const CASES_AT_MOST = 14;
/** Of a whole life, on a machine that others keep busy; each wait in it has its own limit. */
const LIFE_MS = 600_000;

interface Case {
  row: Row;
  way: Way;
  /** Undefined while it has not gone wrong. */
  error?: unknown;
}

const results = new Results();
const cases: readonly Case[] = ROWS.flatMap((row) => row.ways.map((way): Case => ({ row, way })));
const lives = livesOf(cases);
const { pool, outcome } = killingSuite(
  AT_ONCE,
  lives.map((life) => () => live(life)),
);

afterAll(() => {
  console.log(
    results.table(
      'fault matrix',
      ROWS.map(({ name }) => name),
      WAYS.map(({ name }) => name),
    ),
  );
  results.remove();
});

for (const each of cases) {
  const { row, way } = each;
  it(
    `opens the incident when ${row.name} meets: ${way.name}`,
    async () => {
      await outcome(lives.findIndex((life) => life.includes(each)));
      if ('error' in each) throw each.error;
    },
    LIFE_MS,
  );
}

/**
 * The cases in groups that one world can show one after the other, each with an incident of its own: the bot that took over from one that was killed is the
 * next one to be hit. What a life meets only once has a world of its own.
 */
function livesOf(all: readonly Case[]): Case[][] {
  const grouped: Case[][] = [];
  const open = new Map<string, Case[]>();
  for (const each of all) {
    const { row, way } = each;
    const { arrange, slack, environment } = SITUATIONS[row.step];
    const timeouts = 'fault' in way ? way.timeouts : undefined;
    const key = JSON.stringify([slack, environment, timeouts]);
    const group = open.get(key);
    const isAlone = arrange !== undefined || ONCE_IN_A_WORLD.has(row.call);
    if (!isAlone && group && group.length < CASES_AT_MOST) group.push(each);
    else {
      const begun = [each];
      grouped.push(begun);
      if (!isAlone) open.set(key, begun);
    }
  }
  return grouped;
}

/** Never rejects for a case: each keeps its own error, and the ones after it have a new world. */
async function live(life: readonly Case[]): Promise<void> {
  let scene: Scene | undefined;
  for (const each of life) {
    const { row, way } = each;
    try {
      await results.note(row.name, way.name, async () => {
        scene ??= await begin(row);
        await survives(scene, each);
      });
    } catch (error) {
      each.error = error;
      await scene?.close();
      scene = undefined;
    }
  }
  await scene?.close();
}

async function begin({ step }: Row): Promise<Scene> {
  const situation = SITUATIONS[step];
  const scene = await startScene(situation, pool);
  situation.arrange?.(scene.world);
  return scene;
}

async function survives(scene: Scene, { row: { name, step, call, when }, way }: Case): Promise<void> {
  const { world, storage } = scene;
  const situation: Situation = SITUATIONS[step];
  const about = scene.next();
  if ('fault' in way && call !== null) hit(world, about, call, name === step ? situation : { ...(when && { when }) }, way.fault);
  const bot = (!REMEMBERED.has(call) && scene.bot) || (await scene.renew('fault' in way ? way.timeouts : undefined));
  if ('kill' in way) await bot.arm({ crashAt: `${step}:${way.kill}` });

  await world.slack.slash(DECLARER, situation.words);
  // A busy machine may answer later than Slack listens; what is written down counts.
  await eventually('the incident is written down', () => storage.incidents.find(about.incident));
  if ('kill' in way) {
    await bot.dies(`${step}:${way.kill}`);
    await scene.run(pool.take());
  }
  await expectEnd(scene, situation.end, about);
  if ('fault' in way) expect(faultsShown(world, about, call ?? '')).toBeGreaterThan(0);
  world.slack.faults.clear();
  world.zoom.faults.clear();
}

function hit(world: World, about: Subject, call: string, { when }: Pick<Situation, 'when'>, fault: Fault): void {
  const { faults } = call.includes(' ') ? world.zoom : world.slack;
  // A token is asked for once ahead of time, and then when it is needed.
  const times = call === CALLS_BESIDE['bridge.meeting: token'].call ? 2 : 1;
  faults.inject({ call, fault, times, when: (args) => !isAboutEarlier(about, args) && (when?.(args, world) ?? true) });
}

/** A fault that hit nothing would prove nothing. */
function faultsShown({ slack, zoom }: World, about: Subject, call: string): number {
  const wrong = ({ status }: { status: unknown }) => typeof status !== 'number' || status === 0 || status === 429 || status === 503;
  const calls = [
    ...slack.calls.slice(about.calls.slack).filter(({ method, args }) => method === call && !isAboutEarlier(about, args)),
    ...zoom.calls.slice(about.calls.zoom).filter(({ name }) => name === call),
  ];
  return calls.filter(wrong).length;
}
