import { jest } from '@jest/globals';
import { TransientError } from '../../../src/domain/errors.ts';
import { OnDemand } from '../../../src/integrations/on-demand.ts';

/** Connections numbered as they are opened, and what became of them. */
function scene(options: { oneByOne?: boolean; hangsMs?: number; refuse?: () => boolean } = {}) {
  const opened: { number: number; lost: () => void }[] = [];
  const shut: number[] = [];
  const connection = new OnDemand<{ number: number }>({
    vendor: 'It',
    async open(lost) {
      if (options.refuse?.()) throw new Error('no');
      opened.push({ number: opened.length + 1, lost });
      return { number: opened.length };
    },
    shut: async ({ number }) => void shut.push(number),
    explain: (error) => new TransientError('explained', String(error)),
    ...options,
  });
  return { connection, opened, shut };
}

const which = async ({ number }: { number: number }) => number;
const never = () => new Promise<never>(() => {});

/** A clock that stands until it is moved, so that no verdict depends on how fast the machine is; without `performance`, only timers. */
const still = (...real: 'performance'[]) => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', ...real] });
afterEach(() => void jest.useRealTimers());

it('is opened by the first question, shared, and opened anew after it was lost', async () => {
  const { connection, opened } = scene();
  expect(opened).toHaveLength(0);
  expect(await Promise.all([connection.use(which, 1_000), connection.use(which, 1_000)])).toEqual([1, 1]);
  opened[0]?.lost();
  expect(await connection.use(which, 1_000)).toBe(2);
});

it('that cannot be opened is tried again by the next question', async () => {
  let refused = true;
  const { connection } = scene({ refuse: () => refused });
  await expect(connection.use(which, 1_000)).rejects.toMatchObject({ code: 'explained' });
  refused = false;
  expect(await connection.use(which, 1_000)).toBe(1);
});

describe('met-T1: when a question takes too long', () => {
  it('the connection is left to the others', async () => {
    still();
    const { connection, shut } = scene();
    const slow = expect(connection.use(never, 20)).rejects.toMatchObject({ code: 'timeout', message: 'It did not answer within 20 ms.' });
    await jest.advanceTimersByTimeAsync(20);
    await slow;
    expect(await connection.use(which, 1_000)).toBe(1);
    expect(shut).toEqual([]);
  });

  it('the connection is let go when nothing is heard for long', async () => {
    still();
    const { connection, shut } = scene({ hangsMs: 200 });
    connection.use(never, 20).catch(() => {});
    await jest.advanceTimersByTimeAsync(199);
    expect(shut).toEqual([]);
    expect(await connection.use(which, 1_000)).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(shut).toEqual([1]);
    expect(await connection.use(which, 1_000)).toBe(2);
  });

  it('one that takes one question at a time never asks those that came too late', async () => {
    still();
    const { connection } = scene({ oneByOne: true });
    const { asked, finish, all } = queue(connection);
    await jest.advanceTimersByTimeAsync(21);
    finish();
    expect(await all).toEqual(['done', 'timeout', 'done']);
    expect(asked).toEqual(['slow', 'last']);
  });

  it('nor those that were told so a moment before the clock was there', async () => {
    still('performance');
    const { connection } = scene({ oneByOne: true });
    const { asked, finish, all } = queue(connection);
    await jest.advanceTimersByTimeAsync(20);
    finish();
    expect(await all).toEqual(['done', 'timeout', 'done']);
    expect(asked).toEqual(['slow', 'last']);
  });

  it('nor those that wait for the connection itself', async () => {
    still('performance');
    let opens = () => {};
    const connection = new OnDemand<object>({
      vendor: 'It',
      open: () => new Promise((resolve) => (opens = () => resolve({}))),
      shut: async () => {},
      explain: (error) => new TransientError('explained', String(error)),
    });
    const asked: string[] = [];
    const late = outcome(connection.use(async () => void asked.push('late'), 20));
    await jest.advanceTimersByTimeAsync(20);
    opens();
    expect(await late).toBe('timeout');
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([]);
  });
});

const outcome = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'done',
    ({ code }) => code,
  );

/** Three questions behind one another: one that takes until `finish`, one that waits for 20 ms, and one that has time. */
function queue(connection: ReturnType<typeof scene>['connection']) {
  const asked: string[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow = connection.use(async () => {
    asked.push('slow');
    await finished;
  }, 5_000);
  const late = connection.use(async () => void asked.push('late'), 20);
  const last = connection.use(async () => void asked.push('last'), 5_000);
  return { asked, finish, all: Promise.all([slow, late, last].map(outcome)) };
}

it('is let go when it is closed, and takes no more questions', async () => {
  const { connection, shut, opened } = scene();
  await connection.use(which, 1_000);
  await connection.close();
  expect(shut).toEqual([1]);
  await expect(connection.use(which, 1_000)).rejects.toMatchObject({ name: 'TransientError', code: 'closed' });
  expect(opened).toHaveLength(1);
});
