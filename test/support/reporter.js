import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';

/**
 * What a reader of the log wants at its end: which real servers took part, how to repeat a failure, and as the very last
 * line `N passed, N failed`. Not compiled by Jest, hence JavaScript.
 */
export default class Reporter {
  getLastError() {}

  async onRunComplete(_contexts, results) {
    // A file that could not even be loaded has no tests to count.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;

    const lines = await serverLines();
    if (failed > 0) lines.push(`seed: ${process.env.TEST_SEED} (repeat with TEST_SEED=${process.env.TEST_SEED})`);
    // Jest prints its own summary after the reporters it was given, but before it ends.
    process.once('exit', () => process.stdout.write(`${[...lines, `${results.numPassedTests} passed, ${failed} failed`].join('\n')}\n`));
  }
}

async function serverLines() {
  const { SERVICES } = await tsImport('./services.ts', import.meta.url);
  return ['postgres', ...Object.keys(SERVICES)].map(
    (name) => `${name}: ${read(`used-${name}`) ?? read(`skipped-${name}`) ?? 'not asked for'}`,
  );
}

function read(file) {
  try {
    return readFileSync(join(process.env.TEST_RUN_DIR, file), 'utf8');
  } catch {
    return undefined;
  }
}
