import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../../sandbox/world.ts';
import { type BenchBot, startBenchBot } from '../bench/bot.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { type CountedStatement, type CountingPostgres, jobs, sent, total } from './counted-statements.ts';

/** What opening one incident costs. */
export interface OpeningCost {
  /** Sent to the database until `/incident open` is answered, transactions' own included. */
  statementsUntilAck: number;
  /** In the first 4 s, the answer included. */
  statementsPerOpening: number;
  /** Until all is quiet: work that is put off is work. */
  statementsUntilQuiet: number;
  /** Run by functions and triggers of the database on behalf of those that were sent in the first 4 s. */
  withinDatabasePerOpening: number;
  jobsPerOpening: number;
  slackCallsPerOpening: number;
  zoomCallsPerOpening: number;
  /** By statement, until 4 s after the command. */
  listed: CountedStatement[];
  /** Slack's methods in that time, in their order. */
  slackCalls: string[];
}

/** The opening is over by then, as people see it. */
const OPENED_MS = 4_000;
/** So long nothing is asked of Slack, and all is said to be quiet. */
const QUIET_MS = 2_500;
/** The first one warms what is read once in a process's life. */
const ROUNDS = 4;
/** Between two looks at whether it is quiet. */
const LOOK_MS = 100;

/** Opens some incidents, one after the other, and counts what each of them costs; the cheapest counts: what the clock adds on its own falls into another. */
export async function countOpening(postgres: CountingPostgres): Promise<OpeningCost> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-budgets-'));
  const world = await startWorld({ calmMs: 0 });
  let bot: BenchBot | undefined;
  try {
    bot = await startBenchBot({
      ...world.environment,
      DATABASE_URL: postgres.url,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      // Whether a sweep falls into an opening is chance; what one costs is counted by itself.
      BENCH_SWEEP_MS: '0',
    });
    world.slack.setAppUrl(`${bot.url}/slack/events`);
    await open(world, 'warm');
    await quiet(world);
    const rounds: OpeningCost[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) rounds.push(await countOne({ postgres, world, bot }, round));
    return leastOf(rounds);
  } finally {
    await bot?.stop();
    await world.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function countOne(
  { postgres, world, bot }: { postgres: CountingPostgres; world: World; bot: BenchBot },
  round: number,
): Promise<OpeningCost> {
  const slackBefore = world.slack.calls.length;
  const zoomBefore = world.zoom.calls.length;
  await postgres.reset();
  const began = performance.now();
  await open(world, `round ${round}`);
  // What it goes on with must not be counted as what was waited for.
  bot.freeze();
  const untilAck = await postgres.statements();
  bot.thaw();
  await until(began + OPENED_MS);
  const listed = await postgres.statements();
  const slackCalls = world.slack.calls.slice(slackBefore).map(({ method }) => method);
  const zoomCalls = world.zoom.calls.length - zoomBefore;
  await quiet(world);
  const all = await postgres.statements();
  return {
    statementsUntilAck: sent(untilAck),
    statementsPerOpening: sent(listed),
    statementsUntilQuiet: sent(all),
    withinDatabasePerOpening: total(listed) - sent(listed),
    jobsPerOpening: jobs(all),
    slackCallsPerOpening: slackCalls.length,
    zoomCallsPerOpening: zoomCalls,
    listed,
    slackCalls,
  };
}

async function open(world: World, title: string): Promise<void> {
  const delivery = await world.slack.slash('U0JISOO', `open sev1 Budget of ${title}`);
  if (delivery.status !== 200 || !/#\d+/.test(JSON.stringify(delivery.body)))
    throw new Error(`The command was answered with ${delivery.status}: ${JSON.stringify(delivery.body)}`);
}

/** Resolves when Slack has not been asked for anything for a while. */
async function quiet(world: World): Promise<void> {
  let seen = -1;
  let since = performance.now();
  await eventually(
    'Slack is left alone',
    () => {
      if (world.slack.calls.length !== seen) [seen, since] = [world.slack.calls.length, performance.now()];
      return performance.now() - since >= QUIET_MS || undefined;
    },
    60_000,
    LOOK_MS,
  );
}

async function until(ms: number): Promise<void> {
  await eventually('so much time has passed', () => performance.now() >= ms || undefined, 60_000, 20);
}

function leastOf(rounds: readonly OpeningCost[]): OpeningCost {
  const least = (cost: (round: OpeningCost) => number) => Math.min(...rounds.map(cost));
  const cheapest = rounds.reduce((best, round) => (round.statementsPerOpening < best.statementsPerOpening ? round : best));
  return {
    statementsUntilAck: least((round) => round.statementsUntilAck),
    statementsPerOpening: cheapest.statementsPerOpening,
    statementsUntilQuiet: least((round) => round.statementsUntilQuiet),
    withinDatabasePerOpening: least((round) => round.withinDatabasePerOpening),
    jobsPerOpening: least((round) => round.jobsPerOpening),
    slackCallsPerOpening: least((round) => round.slackCallsPerOpening),
    zoomCallsPerOpening: least((round) => round.zoomCallsPerOpening),
    listed: cheapest.listed,
    slackCalls: cheapest.slackCalls,
  };
}
