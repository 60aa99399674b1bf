import { mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * For a temporary directory of a process's own: `tsx` keeps there what it compiled, and would compile a thousand files anew, which takes every core for
 * seconds.
 */
export function shareCompiledSources(directory: string): void {
  const name = `tsx-${process.geteuid?.() ?? userInfo().username}`;
  mkdirSync(join(tmpdir(), name), { recursive: true });
  symlinkSync(join(tmpdir(), name), join(directory, name));
}
