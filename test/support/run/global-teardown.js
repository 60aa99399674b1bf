export default async function globalTeardown() {
  await globalThis.bongsuTestRun?.stop();
}
