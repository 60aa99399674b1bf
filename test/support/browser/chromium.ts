import { type Browser, chromium } from 'playwright-core';
import type { FoundService, RunningServer } from '../servers/server.ts';

export interface RunningChromium extends RunningServer {
  browser: Browser;
}

/** A headless Chromium of one's own; it has no address. */
export async function startChromium(found: FoundService): Promise<RunningChromium> {
  if (!('program' in found)) throw new Error('a browser is started, not reached at an address');
  // Our own pages only, and often as root in a container, where its sandbox cannot be had.
  const browser = await chromium.launch({ executablePath: found.program, chromiumSandbox: false });
  return { url: '', browser, stop: () => browser.close() };
}
