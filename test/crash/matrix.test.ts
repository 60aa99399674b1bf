import type { Fault } from '../../sandbox/faults.ts';
import type { World } from '../../sandbox/world.ts';
import { DECLARE_STEPS, type DeclareStep } from '../../src/workflows/incident/declare/steps.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { killingSuite } from './stage/killing-suite.ts';
import { INCIDENT } from './stage/picture.ts';
import { Results } from './stage/results.ts';
import { expectEnd, startScene } from './stage/scene.ts';
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
/** Cases at a time: the machine has two cores, and most of a case is waiting. */
const AT_ONCE = 2;
const CASE_MS = 300_000;

const results = new Results();
const cases = ROWS.flatMap((row) => row.ways.map((way) => ({ row, way })));
const { pool, outcome } = killingSuite(
  AT_ONCE,
  cases.map(
    ({ row, way }) =>
      () =>
        results.note(row.name, way.name, () => survives(row, way)),
  ),
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

cases.forEach(({ row, way }, index) => {
  it(`opens the incident when ${row.name} meets: ${way.name}`, () => outcome(index), CASE_MS);
});

async function survives({ step, call, name, when }: Row, way: Way): Promise<void> {
  const situation: Situation = SITUATIONS[step];
  const scene = await startScene(situation, pool);
  try {
    const { world, storage } = scene;
    const bot = pool.take();
    situation.arrange?.(world);
    if ('fault' in way && call !== null) hit(world, call, name === step ? situation : { ...(when && { when }) }, way.fault);
    await scene.run(bot, 'kill' in way ? { crashAt: `${step}:${way.kill}` } : way.timeouts);

    await world.slack.slash(DECLARER, situation.words);
    // A busy machine may answer later than Slack listens; what is written down counts.
    await eventually('the incident is written down', () => storage.incidents.find(INCIDENT));
    if ('kill' in way) {
      await bot.dies(`${step}:${way.kill}`);
      await scene.run(pool.take());
    }
    await expectEnd(world, storage, situation.end);
    if ('fault' in way) expect(faultsShown(world, call ?? '')).toBeGreaterThan(0);
  } finally {
    await scene.close();
  }
}

function hit(world: World, call: string, { when }: Pick<Situation, 'when'>, fault: Fault): void {
  const { faults } = call.includes(' ') ? world.zoom : world.slack;
  // A token is asked for once ahead of time, and then when it is needed.
  const times = call === CALLS_BESIDE['bridge.meeting: token'].call ? 2 : 1;
  faults.inject({ call, fault, times, ...(when && { when: (args) => when(args, world) }) });
}

/** A fault that hit nothing would prove nothing. */
function faultsShown({ slack, zoom }: World, call: string): number {
  const wrong = ({ status }: { status: unknown }) => typeof status !== 'number' || status === 0 || status === 429 || status === 503;
  return [...slack.calls.filter(({ method }) => method === call), ...zoom.calls.filter(({ name }) => name === call)].filter(wrong).length;
}
