import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';

/** Only the user who runs Bongsu may read what holds tokens. */
const PRIVATE = 0o600;
const PUBLIC = 0o644;

/** What to do with a file that holds secrets, and one that may be shown. */
export interface FileToWrite {
  path: string;
  text: string;
  holds: 'secrets' | 'nothing secret';
}

/** Writes each whole or not at all: beside its place first, then moved there. */
export function writeFiles(files: readonly FileToWrite[]): void {
  for (const { path, text, holds } of files) {
    mkdirSync(dirname(path), { recursive: true });
    const beside = `${path}.${process.pid}.new`;
    try {
      // A file of that name that somebody else put there is not written into.
      writeFileSync(beside, text, { mode: holds === 'secrets' ? PRIVATE : PUBLIC, flag: 'wx' });
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
  }
}

/** The variables of an earlier `.env`, those in `owned` left out; none when there is no such file. */
export function otherVariables(path: string, owned: readonly string[]): Record<string, string> {
  if (!existsSync(path)) return {};
  const all = Object.entries(parseEnv(readFileSync(path, 'utf8')));
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined || owned.includes(name) ? [] : [[name, value]])));
}
