import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory, where Linux has one. */
const MEMORY = '/dev/shm';
/** Bytes. A whole run with every server of its own lays down less than a third of it. */
const ROOM = 4_000_000_000;

/** Where runs lie, of which some were killed and left theirs. */
export const RUN_PLACES = [...new Set([tmpdir(), MEMORY])];

/**
 * Where a run lies. A database of a test is some seven hundred files, made and removed a thousand times in a run: in memory that takes half the time. On the
 * disk, where memory is scarce or may hold no programs.
 */
export function runPlace(): string {
  return hasRoom() && runsPrograms() ? MEMORY : tmpdir();
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, freemem()) >= ROOM;
  } catch {
    return false;
  }
}

/** Containers often mount it with `noexec`; the database server's own programs may be copied beside its data. */
function runsPrograms(): boolean {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(MEMORY, 'bongsu-try-'));
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    return spawnSync(program).status === 0;
  } catch {
    return false;
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}
