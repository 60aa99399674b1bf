import { TransientError } from '../../src/domain/errors.ts';
import { OnDemand } from '../../src/integrations/on-demand.ts';
import { eventually } from '../support/eventually.ts';

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

it('survives a question that is too slow, but not silence', async () => {
  const { connection, shut } = scene({ hangsMs: 200 });
  await expect(connection.use(never, 20)).rejects.toMatchObject({ code: 'timeout', message: 'It did not answer within 20 ms.' });
  expect(await connection.use(which, 1_000)).toBe(1);
  await eventually('the silent one is let go', () => (shut.length > 0 ? true : undefined));
  expect(shut).toEqual([1]);
  expect(await connection.use(which, 1_000)).toBe(2);
});

it('that takes one question at a time never asks those that came too late', async () => {
  const { connection } = scene({ oneByOne: true });
  const asked: string[] = [];
  let finish = () => {};
  const slow = connection.use(async () => {
    asked.push('slow');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  }, 5_000);
  await expect(connection.use(async () => void asked.push('late'), 20)).rejects.toMatchObject({ code: 'timeout' });
  const last = connection.use(async () => void asked.push('last'), 5_000);
  finish();
  await Promise.all([slow, last]);
  expect(asked).toEqual(['slow', 'last']);
});

it('is let go when it is closed, and takes no more questions', async () => {
  const { connection, shut, opened } = scene();
  await connection.use(which, 1_000);
  await connection.close();
  expect(shut).toEqual([1]);
  await expect(connection.use(which, 1_000)).rejects.toMatchObject({ name: 'TransientError', code: 'closed' });
  expect(opened).toHaveLength(1);
});
