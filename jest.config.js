import { availableParallelism } from 'node:os';

/** Tests run as ES modules; TypeScript is stripped by SWC, types are checked by `npm run typecheck`. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // For a busy machine; what must be quick says so itself.
  testTimeout: 180_000,
  globalSetup: '<rootDir>/test/support/run/global-setup.js',
  globalTeardown: '<rootDir>/test/support/run/global-teardown.js',
  // What goes by real time on real servers has the machine for itself.
  runner: '<rootDir>/test/support/run/runner.js',
  reporters: ['default', '<rootDir>/test/support/run/reporter.js'],
  // A test drives a bot, a database and often a browser beside it: more of them than cores make each other late.
  maxWorkers: availableParallelism(),
  // Every test file loads its modules anew and V8 never lets go of ES modules: a worker that has grown is replaced.
  workerIdleMemoryLimit: '800MB',
};
