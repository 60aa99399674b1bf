import { eventually } from '../support/clocks/eventually.ts';
import { bareIncident } from '../support/examples/bare-incident.ts';
import { dieInTurn } from './stage/die-in-turn.ts';
import { killingSuite } from './stage/killing-suite.ts';
import { type Scene, startScene } from './stage/scene.ts';
import { keyOf } from './stage/situations.ts';

/**
 * The analysis under kills: a real bot in a process of its own dies at a named point of collecting or telling, and another one takes over, which dies at the
 * next point of its life.
 * In the end the thread has one head and each reply once, and the row is kept.
 */
const LIVES: readonly (readonly string[])[] = [
  [
    'collections:claimed',
    'collections:begun',
    'analysis.collect.G2:before',
    'analysis.collect.G2:after',
    'analysis.collect.G2:recorded',
    'outbox.analysis.refresh:after',
  ],
  [
    'analysis.thread:before',
    'analysis.thread:after',
    'analysis.thread:recorded',
    'analysis.reply.G2:before',
    'analysis.reply.G2:after',
    'analysis.end:after',
  ],
];
const AT_ONCE = 2;
const CASE_MS = 300_000;
/** What was on its way when its process died may be hidden from others for a minute. */
const HIDDEN_MS = 90_000;

const { pool, outcome } = killingSuite(
  AT_ONCE,
  LIVES.map((points) => () => survives(points)),
);

LIVES.forEach((points, index) => {
  for (const dies of points) it(`tells each row once when the bot dies at ${dies}`, () => outcome(index), CASE_MS);
});

async function survives(points: readonly string[]): Promise<void> {
  const scene = await startScene({}, pool);
  try {
    await recordIncident(scene);
    // Its death shows that it was taken; on a busy machine the answer may be that this is not known yet.
    await dieInTurn(scene, pool, points, () => scene.world.slack.slash('minji', 'analysis #1 run G2'));
    await eventually('the analysis is told', async () => ((await isDone(scene)) ? true : undefined), HIDDEN_MS);

    const room = scene.world.slack.channels().find(({ name }) => name === 'room')?.id ?? '';
    const messages = scene.world.slack.messages(room).filter((message) => keyOf(message)?.startsWith('analysis'));
    expect(messages.map(keyOf)).toEqual(['analysis:1', 'analysis-1-1:G2']);
    expect(messages[1]?.thread_ts).toBe(messages[0]?.ts);
    expect(JSON.stringify(messages[0]?.blocks)).toMatch(/✓ \*G2\*/);
    const timeline = (await scene.storage.timeline.of(1)).map(({ kind }) => kind);
    expect(timeline.filter((kind) => kind === 'deadline.kept' || kind === 'analysis.collected').sort()).toEqual([
      'analysis.collected',
      'deadline.kept',
    ]);
  } finally {
    await scene.close();
  }
}

async function recordIncident({ storage, world }: Scene): Promise<void> {
  const now = new Date();
  const { id } = await storage.incidents.insert(bareIncident(now, { declaredBy: world.slack.users.minji ?? '' }));
  const channelId = await world.slack.addChannel({ name: 'room', by: 'minji', botIsMember: true });
  await storage.incidents.place(id, { channelId });
  const dueAt = new Date(now.getTime() + 1_800_000);
  await storage.deadlines.insertMany([
    { incidentId: id, rowId: 'G2', notBefore: null, dueAt, state: 'pending', settledAt: null, reason: null, remindAt: null },
  ]);
}

async function isDone({ storage }: Scene): Promise<boolean> {
  const run = await storage.runs.find('analysis-1-1');
  const left = (await storage.outbox.of(1)).filter(({ status }) => status === 'pending');
  const [row] = await storage.deadlines.of(1);
  return run?.status === 'done' && left.length === 0 && row?.state === 'kept';
}
