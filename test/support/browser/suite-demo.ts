import { type Demo, type DemoOptions, startDemo } from '../../../sandbox/page/demo.ts';
import { PATIENCE_MS } from '../run/patience.ts';

/**
 * One demo for the tests of a suite, and for each of them a world and a database of its own, as somebody who presses Reset has: what one leaves open (a form, a fault, a broken
 * service) is nobody else's, and its server is started once. Call it before the suite's own hooks; the result is to be asked inside tests and hooks.
 */
export function suiteDemo(options: Pick<DemoOptions, 'timeScale' | 'language'>): () => Demo {
  let demo: Demo | undefined;
  let isUsed = false;
  beforeAll(async () => {
    demo = await startDemo({ port: 0, logLevel: 'error', patienceMs: PATIENCE_MS, ...options });
  });
  beforeEach(async () => {
    if (isUsed) await demo?.stage.reset();
    isUsed = true;
  });
  afterAll(() => demo?.stop());
  return () => {
    if (!demo) throw new Error('the demo runs only while the tests and hooks of its suite do');
    return demo;
  };
}
