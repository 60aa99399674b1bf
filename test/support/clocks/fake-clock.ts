import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundService, RunningServer } from '../servers/server.ts';

/** The clock of a machine, as one process sees it (libfaketime). */
export interface FakeClock extends RunningServer {
  /** For the process. Its monotonic clock and its timers go on as they do when somebody sets a machine's clock. */
  environment: Record<string, string>;
  /** From now on it is so many milliseconds ahead of the real one; behind, below zero. */
  set(aheadMs: number): void;
}

const FOLDERS = '/usr/lib';

export function findFakeClock(): string | undefined {
  for (const architecture of readdirSync(FOLDERS)) {
    const folder = join(FOLDERS, architecture, 'faketime');
    try {
      if (readdirSync(folder).includes('libfaketime.so.1')) return join(folder, 'libfaketime.so.1');
    } catch {
      // Not of this architecture.
    }
  }
  return undefined;
}

export async function startFakeClock(found: FoundService): Promise<FakeClock> {
  if (!('program' in found)) throw new Error('a clock is preloaded, not reached at an address');
  const file = join(mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'clock-')), 'ahead');
  const set = (aheadMs: number) => writeFileSync(file, `${aheadMs < 0 ? '-' : '+'}${Math.abs(aheadMs) / 1_000}`);
  set(0);
  return {
    url: '',
    environment: { LD_PRELOAD: found.program, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
    set,
    async stop() {},
  };
}
