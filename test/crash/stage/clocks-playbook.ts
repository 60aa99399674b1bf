import { quickPlaybook } from './quick-playbook.ts';

/** The time between two updates, in milliseconds: more than it takes to find a dead process and to be sure of what it had sent. */
export const UPDATE_MS = 5_000;

/**
 * The clocks of an incident within some seconds: pages that are repeated and handed over, L2, everybody, updates, and three deadlines that
 * nobody keeps. Nobody is on call at two levels: a page that is called off because its person is called at a higher one would make what
 * people see a question of milliseconds.
 */
const QUICK: readonly (readonly [RegExp, string])[] = [
  [/L2: \[sora, dohyun\]/, 'L2: [sora]'],
  [/operations: \[.*\]/, 'operations: [hana, yuna, taeho]'],
  [/at: 0s, repeatEvery: 5m, repeatAtMost: 5/, 'at: 0s, repeatEvery: 1s, repeatAtMost: 1'],
  [/at: 30m, repeatEvery: 5m, repeatAtMost: 5/, 'at: 3s'],
  [/at: 60m, repeatEvery: 10m, repeatAtMost: 3/, 'at: 5s'],
  [
    /every: \{ sev1: 30m, sev2: 30m, sev3: 30m \}/,
    `every: { sev1: ${UPDATE_MS / 1_000}s, sev2: ${UPDATE_MS / 1_000}s, sev3: ${UPDATE_MS / 1_000}s }`,
  ],
  [/(I1: .*) within: 10m/, '$1 within: 2s'],
  [/(I2: .*) within: 10m/, '$1 within: 2s'],
  [/(I3: .*) within: 10m/, '$1 within: 4s'],
  [/refreshEvery: 60s/, 'refreshEvery: 30d'],
  // An answer that a busy machine brings late leaves nothing unclear: what is unclear is looked at again half a minute later.
  [/queryTimeout: 2s/, 'queryTimeout: 20s'],
];

/** Returns the path. */
export function clocksPlaybook(): string {
  return quickPlaybook((text) =>
    QUICK.reduce((changed, [from, to]) => {
      if (!from.test(changed)) throw new Error(`the shipped playbook no longer says ${from}`);
      return changed.replace(from, to);
    }, text),
  );
}
