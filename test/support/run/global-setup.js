import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

/** Jest does not compile this file, so it loads the TypeScript through tsx. */
export default async function globalSetup() {
  // What suites start as users do.
  execFileSync(process.execPath, [fileURLToPath(new URL('../../../scripts/build.js', import.meta.url)), '--if-older'], {
    stdio: 'inherit',
  });
  const { startTestRun } = await tsImport('./test-run.ts', import.meta.url);
  globalThis.bongsuTestRun = await startTestRun();
  // Jest leaves its teardown out when it is interrupted, and our Postgres would stay.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(signal, () => void globalThis.bongsuTestRun.stop().finally(() => process.exit(code)));
  }
}
