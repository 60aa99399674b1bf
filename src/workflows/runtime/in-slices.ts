import { setImmediate as nextTurn } from 'node:timers/promises';

/** Does work that yields after each slice of it, and lets everything else that waits in this process go in between. */
export async function inSlices<T>(work: Generator<void, T, void>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}
