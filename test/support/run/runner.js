import { readFileSync } from 'node:fs';
import TestRunner from 'jest-runner';

/** Files that take half a minute and more, the longest first, as a whole run measured them; only their order matters. */
const LONGEST_FIRST = JSON.parse(readFileSync(new URL('longest-first.json', import.meta.url), 'utf8'));
/** Files that watch real processes in real time: a crowd beside them would be part of what they see. Most of the time they wait, so that two go together. */
const ALONE = /\.alone\.test\.ts$/;
const TOGETHER_AT_MOST = 2;
/** Files that use less than half a core, because what they wait for is real too. They come last: the whole stack takes longer than all that goes beside it, and a core
 * would have nothing to do meanwhile. */
const WAITING = /\/test\/(crash\/refusals|scenarios\/door\/in-socket-mode)\.test\.ts$/;
/** Files that run a crowd of bots: two of them at once would starve each other, so that they are spread among the rest. */
const CROWDED = /\/test\/crash\//;

/** Jest's own runner, except that the longest files begin first, so that none of them is still running when everything else is done, and that files named
 * `*.alone.test.ts` run after all the others, two at a time at most, and before those that wait. Not compiled by Jest, hence JavaScript. */
export default class Runner extends TestRunner {
  constructor(globalConfig, context) {
    super(globalConfig, context);
    const maxWorkers = Math.min(TOGETHER_AT_MOST, globalConfig.maxWorkers);
    this.few = new TestRunner({ ...globalConfig, maxWorkers }, context);
  }

  on(event, listener) {
    const ends = [super.on(event, listener), this.few.on(event, listener)];
    return () => {
      for (const end of ends) end();
    };
  }

  async runTests(tests, watcher, options) {
    const sorted = [...tests].sort((a, b) => placeOf(a) - placeOf(b));
    const few = [...sorted.filter(({ path }) => ALONE.test(path)), ...sorted.filter(({ path }) => WAITING.test(path))];
    const together = spread(sorted.filter((test) => !few.includes(test)));
    if (together.length > 0) await super.runTests(together, watcher, options);
    if (few.length > 0) await this.few.runTests(few, watcher, options);
  }
}

/** The crowded ones evenly among the listed others, the first of them first. */
function spread(tests) {
  const crowded = tests.filter(({ path }) => CROWDED.test(path));
  const others = tests.filter(({ path }) => !CROWDED.test(path));
  const listed = others.filter((test) => placeOf(test) < LONGEST_FIRST.length).length;
  const every = Math.max(1, Math.ceil(listed / Math.max(1, crowded.length)));
  return others.flatMap((test, at) => (at % every === 0 ? [...crowded.splice(0, 1), test] : [test])).concat(crowded);
}

/** Where a file begins among the others; those that are not listed keep their order behind those that are. */
function placeOf({ path }) {
  const place = LONGEST_FIRST.findIndex((name) => path.endsWith(`/${name}`));
  return place === -1 ? LONGEST_FIRST.length : place;
}
