import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { tsImport } from 'tsx/esm/api';

/** Characters of a failure's message. */
const SHOWN = 300;
/** Files. */
const SLOWEST = 10;

/**
 * What a reader of the log wants at its end: what failed, what took its time, which real servers took part, how to repeat a failure, and as the
 * very last line `N passed, N failed`. Not compiled by Jest, hence JavaScript.
 */
export default class Reporter {
  getLastError() {}

  async onRunComplete(_contexts, results) {
    // A file that could not even be loaded has no tests to count.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;

    const lines = [...failures(results), ...times(results), ...(await serverLines())];
    // Where a caller wants them, the files with a failure, one on each line.
    if (process.env.TEST_FAILED_FILES) writeFileSync(process.env.TEST_FAILED_FILES, failedFiles(results).join('\n'));
    if (failed > 0) lines.push(`seed: ${process.env.TEST_SEED} (repeat with TEST_SEED=${process.env.TEST_SEED})`);
    // Jest prints its own summary after the reporters it was given, but before it ends.
    process.once('exit', () => process.stdout.write(`${[...lines, `${results.numPassedTests} passed, ${failed} failed`].join('\n')}\n`));
  }
}

function failedFiles({ testResults }) {
  const failed = testResults.filter(({ testExecError, numFailingTests }) => testExecError || numFailingTests > 0);
  return failed.map(({ testFilePath }) => relative(process.cwd(), testFilePath));
}

/** A line or two per failure: whoever sees only the end of a long log sees them all. */
function failures({ testResults }) {
  return testResults.flatMap(({ testFilePath, testExecError, testResults: tests }) => {
    const file = relative(process.cwd(), testFilePath);
    const broken = tests.filter(({ status }) => status === 'failed');
    const lines = broken.map(({ fullName, failureMessages }) => `failed: ${file} › ${fullName}\n  ${inShort(failureMessages[0])}`);
    return testExecError ? [`failed: ${file}\n  ${inShort(testExecError.message)}`, ...lines] : lines;
  });
}

/** Where a run's time goes, the slowest file first. */
function times({ testResults, startTime }) {
  const slowest = testResults
    .map(({ testFilePath, perfStats: { start, end } }) => ({ file: relative(process.cwd(), testFilePath), ms: end - start }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST);
  return [...slowest.map(({ file, ms }) => `slow: ${file} ${seconds(ms)}`), `whole run: ${seconds(Date.now() - startTime)}`];
}

function seconds(ms) {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** The beginning of a message, without its colours and its stack. */
function inShort(message = '') {
  const [said = ''] = stripVTControlCharacters(message).split(/\n\s+at /);
  return said.replace(/\s+/g, ' ').trim().slice(0, SHOWN);
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
