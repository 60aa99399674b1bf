import { tsImport } from 'tsx/esm/api';

/** Jest does not compile this file, so it loads the TypeScript through tsx. */
export default async function globalSetup() {
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
