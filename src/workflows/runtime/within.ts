import type { Runtime } from './runtime.ts';

/** What `work` gives, or undefined once so many milliseconds have passed, or the process is asked to stop. Of the wait nothing stays behind. */
export async function within<T>({ pause }: Pick<Runtime, 'pause'>, ms: number, work: Promise<T>): Promise<T | undefined> {
  const known = new AbortController();
  const late = pause(ms, known.signal).then(() => undefined);
  return await Promise.race([work, late]).finally(() => known.abort());
}
