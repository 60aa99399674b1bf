import { tsImport } from 'tsx/esm/api';

/** Jest does not compile this file, so it loads the TypeScript through tsx. */
export default async function globalSetup() {
  const { startTestRun } = await tsImport('./test-run.ts', import.meta.url);
  globalThis.bongsuTestRun = await startTestRun();
}
