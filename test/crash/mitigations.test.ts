import { readFileSync } from 'node:fs';
import { eventually } from '../support/clocks/eventually.ts';
import { bareIncident } from '../support/examples/bare-incident.ts';
import { dieInTurn } from './stage/die-in-turn.ts';
import { killingSuite } from './stage/killing-suite.ts';
import { type Scene, startScene } from './stage/scene.ts';
import { keyOf } from './stage/situations.ts';

/**
 * A mitigation under kills: a limit is set, proven, and taken back when its time is over, or by a person. A real bot in a process of its own dies at a named
 * point, another one takes over, and in the end the service was turned once there and once back, and people read one message with the whole story.
 */

/** What a minute of the process takes: judged after some seconds, over after a quarter of a minute. */
const TIME_SCALE = '240';
/** Each list is a life: whoever takes over is the next to die. */
const LIVES: readonly (readonly string[])[] = [
  ['check:after', 'do.set.1:before', 'do.set.1:after', 'do.set.1:recorded'],
  ['ran:before', 'ran:recorded'],
  ['outbox.mitigation.post:after', 'mitigations:read', 'mitigations:decided'],
  ['undo.back.1:before', 'undo.back.1:after', 'undo.back.1:recorded'],
];
const AT_ONCE = 2;
const CASE_MS = 300_000;
const DONE_MS = 90_000;

const { pool, outcome } = killingSuite(AT_ONCE, [
  ...LIVES.map((points) => () => survives(points)),
  () => failsHalfway(),
  () => standsStill(),
]);

LIVES.forEach((points, index) => {
  for (const dies of points) it(`is done once, proven and taken back once when the bot dies at ${dies}`, () => outcome(index), CASE_MS);
});
it(
  'finds its change done when every answer is lost, says what to type when it cannot be taken back, and tries again when asked',
  () => outcome(LIVES.length),
  CASE_MS,
);

it(
  'met-K1: a process that stood still between its look and its change does nothing once it wakes, when a freeze came meanwhile',
  () => outcome(LIVES.length + 1),
  CASE_MS,
);

async function survives(points: readonly string[]): Promise<void> {
  const scene = await startScene({ environment: { TIME_SCALE } }, pool);
  try {
    await recordIncident(scene);
    await dieInTurn(scene, pool, points, () => confirms(scene, 'rate-limit to=60'));
    const run = await ended(scene);
    expect(run).toMatchObject({ outcome: 'undone', undoWhy: 'expired', verdict: expect.any(String) });
    expect(scene.world.coupon.controls().issuesPerSecond).toBe(0);
    expect(turned(scene)).toEqual([60, 0]);
    const kinds = (await scene.storage.timeline.of(1)).map(({ kind }) => kind).filter((kind) => kind.startsWith('mitigation.'));
    expect(kinds).toEqual([
      'mitigation.begun',
      'mitigation.executed',
      'mitigation.verified',
      'mitigation.undoing',
      'mitigation.ended.undone',
    ]);
    expect(said(scene)).toEqual(['mitigation:1']);
    expect(text(scene)).toMatch(/↩ Undone/);
  } finally {
    await scene.close();
  }
}

/** Its answers get lost on the way there, and on the way back it refuses: the first is no failure, the second is said loudly. */
async function failsHalfway(): Promise<void> {
  const scene = await startScene({ environment: { TIME_SCALE } }, pool);
  const { coupon } = scene.world;
  try {
    await recordIncident(scene);
    await scene.run(pool.take());
    await confirms(scene, 'rate-limit to=60', () => {
      // The plan is rehearsed before it is run, so the first of these still answers.
      coupon.faults.inject({ call: 'PATCH /control/issuesPerSecond', fault: { kind: 'slow', ms: 1 }, times: 2 });
      coupon.faults.inject({ call: 'PATCH /control/issuesPerSecond', fault: { kind: 'lost-reply', status: 503 } });
    });
    // Every answer to the change is lost, but what was asked for is found done: that is a success.
    await eventually(
      'it is done',
      async () => ((await scene.storage.mitigationRuns.find(1))?.state === 'running' ? true : undefined),
      DONE_MS,
    );
    expect(coupon.controls().issuesPerSecond).toBe(60);
    // Taking it back meets a target that refuses.
    coupon.faults.clear();
    coupon.faults.inject({ call: 'PATCH /control/issuesPerSecond', fault: { kind: 'http', status: 403 } });
    const run = await ended(scene);
    expect(run).toMatchObject({
      outcome: 'undo-failed',
      problem: { code: 'forbidden', byHand: [expect.stringContaining('issuesPerSecond')] },
    });
    expect(text(scene)).toMatch(/THE UNDO FAILED[\s\S]*issuesPerSecond/);
    coupon.faults.clear();
    await scene.world.slack.slash('minji', 'mitigate #1 undo 1');
    await eventually(
      'it is taken back',
      async () => ((await scene.storage.mitigationRuns.find(1))?.outcome === 'undone' ? true : undefined),
      DONE_MS,
    );
    expect(coupon.controls().issuesPerSecond).toBe(0);
  } finally {
    await scene.close();
  }
}

/** So long an answer to whether it may act is good (src/workflows/mitigation/may-act.ts), and some. */
const FRESH_MS = 1_500;

/** What wakes holds an answer of before the freeze: it asks again, or what it had is somebody else's by now. */
async function standsStill(): Promise<void> {
  const scene = await startScene({}, pool);
  const { storage, world } = scene;
  const still = pool.take();
  try {
    await recordIncident(scene);
    await scene.run(still, { crashAt: 'do.set.1:before', crashBy: 'freeze' });
    await confirms(scene, 'rate-limit to=60');
    await eventually('it stands still', () => (/^\d+ \(.*\) T /.test(readFileSync(`/proc/${still.pid}/stat`, 'utf8')) ? true : undefined));
    const stoodAtMs = performance.now();
    await scene.run(pool.take());
    await world.slack.slash('jisoo', 'freeze deploying');
    await eventually('everything is frozen', async () => ((await storage.freezes.current('coupon')) ? true : undefined));
    // What was begun a moment before a freeze may still be sent, and is named in its answer.
    await eventually('its last answer is old', () => performance.now() - stoodAtMs > FRESH_MS || undefined);
    still.thaw();
    const held = async () => ((await storage.mitigationRuns.find(1))?.state === 'held' ? true : undefined);
    await eventually(async () => `it is held: ${JSON.stringify(await storage.mitigationRuns.find(1))}`, held, DONE_MS);
    // In order: whatever it was about to do is over then.
    await still.stop();
    expect(world.coupon.controls().issuesPerSecond).toBe(0);
    expect((await storage.mitigationRuns.find(1))?.state).toBe('held');
  } finally {
    still.thaw();
    if (still.alive) pool.give(still);
    await scene.close();
  }
}

async function recordIncident({ storage, world }: Scene): Promise<void> {
  const { id } = await storage.incidents.insert(bareIncident(new Date(), { declaredBy: world.slack.users.minji ?? '' }));
  const channelId = await world.slack.addChannel({ name: 'room', by: 'minji', botIsMember: true });
  await storage.incidents.place(id, { channelId });
}

/** As a person: the plan is looked at in its form, then run. The bot may die while it answers. */
async function confirms({ world }: Scene, words: string, between: () => void = () => undefined): Promise<void> {
  await world.slack.slash('minji', `mitigate #1 ${words}`);
  const view = await eventually('the form shows the plan', () => {
    const form = world.slack.views('minji').at(-1);
    return form && JSON.stringify(form.blocks).includes('→') ? form : undefined;
  });
  between();
  await world.slack.submit({ by: 'minji', viewId: view.id, values: {} }).catch(() => undefined);
}

/** The run has ended and everything was said. */
async function ended({ storage }: Scene) {
  return await eventually(
    'the run has ended and was told',
    async () => {
      const run = await storage.mitigationRuns.find(1);
      const waiting = (await storage.outbox.of(1)).filter(({ status }) => status === 'pending').length;
      return run?.state === 'ended' && waiting === 0 ? run : undefined;
    },
    DONE_MS,
  );
}

/** The values that the service was really set to, one after the other. */
function turned({ world }: Scene): number[] {
  return world.coupon.controlCalls
    .filter(({ name, status }) => name.startsWith('PATCH') && status === 200)
    .map(({ args }) => Number((args as { issuesPerSecond?: number }).issuesPerSecond))
    .filter((value, index, all) => value !== all[index - 1]);
}

function room({ world }: Scene) {
  const id = world.slack.channels().find(({ name }) => name === 'room')?.id ?? '';
  return world.slack.messages(id);
}

function said(scene: Scene): string[] {
  return room(scene)
    .flatMap((message) => keyOf(message) ?? [])
    .filter((key) => key.startsWith('mitigation:'));
}

function text(scene: Scene): string {
  return JSON.stringify(room(scene).find((message) => keyOf(message) === 'mitigation:1')?.blocks ?? []);
}
