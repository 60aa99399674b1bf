import TestRunner from 'jest-runner';

/** Files that watch real processes in real time: what else runs on the machine would be part of what they see. */
const ALONE = /\.alone\.test\.ts$/;

/** Jest's own runner, except that files named `*.alone.test.ts` run after all the others, one by one. Not compiled by Jest, hence JavaScript. */
export default class Runner extends TestRunner {
  async runTests(tests, watcher, options) {
    const alone = tests.filter(({ path }) => ALONE.test(path));
    const together = tests.filter(({ path }) => !ALONE.test(path));
    if (together.length > 0) await super.runTests(together, watcher, options);
    if (alone.length > 0) await super.runTests(alone, watcher, { ...options, serial: true });
  }
}
