/** Waits so many milliseconds, or until the first of the signals; never rejects. Tests with a clock of their own have another one. */
export type Pause = (ms: number, ...until: readonly AbortSignal[]) => Promise<void>;

export const pause: Pause = (ms, ...until) =>
  new Promise((resolve) => {
    if (until.some(({ aborted }) => aborted)) return resolve();
    const done = () => {
      clearTimeout(timer);
      for (const signal of until) signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    for (const signal of until) signal.addEventListener('abort', done);
  });
