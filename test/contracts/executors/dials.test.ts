import { inspect } from 'node:util';
import type { DialState } from '../../../src/domain/mitigation/targets.ts';
import type { DialScene } from '../../support/servers/dial-stands/dial-scene.ts';
import { DIAL_SCENES } from '../../support/servers/dial-stands/index.ts';

const IN_TIME = { timeoutMs: 5_000 };
const SHORT = { timeoutMs: 300 };

describe.each(Object.entries(DIAL_SCENES))('the dial of %s', (_words, start) => {
  let scene: DialScene;
  beforeEach(async () => {
    scene = await start();
  });
  afterEach(async () => {
    await scene.close();
  });

  const change = (from: DialState) => ({ from, to: scene.to, key: 'run:7:scale' });
  /** What it rejected with; fails when it did not, or when it tells a secret. */
  async function refusal(promise: Promise<unknown>): Promise<Error & { code?: string }> {
    const outcome = await promise.then(
      () => new Error('nothing was refused'),
      (error: unknown) => error as Error,
    );
    expect(inspect(outcome, { depth: 6 })).not.toContain(scene.secret);
    return outcome;
  }

  it('reads what the target has', async () => {
    expect(await scene.dial.read(IN_TIME)).toMatchObject({ value: scene.from });
    scene.set(scene.other);
    expect(await scene.dial.read(IN_TIME)).toMatchObject({ value: scene.other });
  });

  it('writes it, once', async () => {
    await scene.dial.write(change(await scene.dial.read(IN_TIME)), IN_TIME);
    expect(scene.present()).toBe(scene.to);
    expect(scene.writes()).toBe(1);
    expect(await scene.dial.read(IN_TIME)).toMatchObject({ value: scene.to });
  });

  it('twice is the same as once', async () => {
    const from = await scene.dial.read(IN_TIME);
    await scene.dial.write(change(from), IN_TIME);
    await scene.dial.write(change(from), IN_TIME);
    expect(scene.present()).toBe(scene.to);
    expect(scene.writes()).toBe(1);
  });

  it('goes back, knowing only the value', async () => {
    await scene.dial.write(change(await scene.dial.read(IN_TIME)), IN_TIME);
    await scene.dial.write({ from: { value: scene.to }, to: scene.from, key: 'run:7:undo' }, IN_TIME);
    expect(scene.present()).toBe(scene.from);
    expect(scene.writes()).toBe(2);
  });

  it('leaves alone what somebody else has changed', async () => {
    const from = await scene.dial.read(IN_TIME);
    scene.set(scene.other);
    expect(await refusal(scene.dial.rehearse({ from, to: scene.to }, IN_TIME))).toMatchObject({ name: 'PermanentError', code: 'changed' });
    expect(await refusal(scene.dial.write(change(from), IN_TIME))).toMatchObject({ name: 'PermanentError', code: 'changed' });
    expect(scene.present()).toBe(scene.other);
    expect(scene.writes()).toBe(0);
  });

  it('is content when somebody else has set the same', async () => {
    const from = await scene.dial.read(IN_TIME);
    scene.set(scene.to);
    await scene.dial.write(change(from), IN_TIME);
    expect(scene.writes()).toBe(0);
  });

  it('rehearses without changing anything', async () => {
    const from = await scene.dial.read(IN_TIME);
    await scene.dial.rehearse({ from, to: scene.to }, IN_TIME);
    expect(scene.present()).toBe(scene.from);
    expect(scene.writes()).toBe(0);
    // The rehearsal of a change does not stand in for it.
    await scene.dial.write(change(from), IN_TIME);
    expect(scene.present()).toBe(scene.to);
  });

  it('says what the target refuses, at the rehearsal and at the write', async () => {
    const { invalid } = scene;
    const from = await scene.dial.read(IN_TIME);
    for (const act of [
      () => scene.dial.rehearse({ from, to: invalid }, IN_TIME),
      () => scene.dial.write({ ...change(from), to: invalid }, IN_TIME),
    ])
      expect(await refusal(act())).toMatchObject({ name: 'PermanentError', code: 'invalid' });
    expect(scene.present()).toBe(scene.from);
    expect(scene.writes()).toBe(0);
  });

  it.each(['forbidden', 'missing'] as const)('says when it is %s', async (which) => {
    const code = which === 'missing' ? 'not_found' : 'forbidden';
    const dial = scene[which];
    expect(await refusal(dial.read(IN_TIME))).toMatchObject({ name: 'PermanentError', code });
    expect(await refusal(dial.write(change({ value: scene.from }), IN_TIME))).toMatchObject({ name: 'PermanentError', code });
  });

  it('waits no longer than it is told to', async () => {
    const from = await scene.dial.read(IN_TIME);
    scene.hang();
    expect(await refusal(scene.dial.read(SHORT))).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect(await refusal(scene.dial.rehearse({ from, to: scene.to }, SHORT))).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect(await refusal(scene.dial.write(change(from), SHORT))).toMatchObject({ name: 'TransientError', code: 'timeout' });
  });

  it('finds done what was done when the answer was lost', async () => {
    const from = await scene.dial.read(IN_TIME);
    scene.loseReply();
    await scene.dial.write(change(from), SHORT).catch((error: unknown) => {
      expect(error).toMatchObject({ name: 'TransientError' });
    });
    await scene.dial.write(change(from), IN_TIME);
    expect(scene.present()).toBe(scene.to);
    expect(scene.writes()).toBe(1);
  });

  it('tells a person where it is and what to type, without secrets', () => {
    expect(scene.dial.where).not.toContain(scene.secret);
    expect(scene.dial.where).not.toBe('');
    const line = scene.dial.byHand(scene.to);
    expect(line).not.toContain(scene.secret);
    expect(line).toContain(scene.typed);
  });
});
