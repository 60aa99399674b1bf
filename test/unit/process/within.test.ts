import type { Pause } from '../../../src/domain/time/pause.ts';
import { within } from '../../../src/workflows/runtime/within.ts';

/** Waits that end when the test says so, or at their signal, as `pause` promises. */
function waits() {
  const open = new Set<() => void>();
  const pause: Pause = (_ms, ...until) =>
    new Promise((resolve) => {
      const end = () => {
        open.delete(end);
        resolve();
      };
      open.add(end);
      for (const signal of until) signal.addEventListener('abort', end);
    });
  return { pause: (ms: number, until?: AbortSignal) => pause(ms, ...(until ? [until] : [])), open };
}

it('gives what comes in time, and leaves no wait behind', async () => {
  const { pause, open } = waits();
  expect(await within({ pause }, 1_000, Promise.resolve('there'))).toBe('there');
  expect(open.size).toBe(0);
});

it('gives nothing of what comes too late', async () => {
  const { pause, open } = waits();
  const asked = within({ pause }, 1_000, new Promise<string>(() => {}));
  for (const end of open) end();
  expect(await asked).toBeUndefined();
});

it('is rejected with its work, and leaves no wait behind then either', async () => {
  const { pause, open } = waits();
  await expect(within({ pause }, 1_000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(open.size).toBe(0);
});
