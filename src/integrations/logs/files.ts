import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Doubt } from '../../domain/signals/doubts.ts';
import { worded } from '../../languages/worded.ts';
import { NO_ACCOUNT } from '../accounts/account.ts';
import { findFiles } from './find-files.ts';
import { LINES_MAX, type LogLines, newestOf, type ReadLines } from './log-lines.ts';
import { logReaderKind } from './log-reader-kind.ts';
import { timesIn } from './time-of-line.ts';

export const fileLogs = logReaderKind({
  name: 'files',
  title: 'Files',
  account: NO_ACCOUNT,
  create: (_settings, files, zone) => readFiles({ files, zone }),
});

const BLOCK = 256 * 1_024;
/** Read of one file at most; the end of it counts. */
const BYTES_MAX = 16 * 1_024 * 1_024;

interface Opened {
  path: string;
  handle: FileHandle;
  size: number;
  changedMs: number;
}

/**
 * Lines of plain files, also rotated ones (`app.log*`, gzip by the ending .gz). Only the end of each file is read, back to the beginning of the
 * time that is asked for. A file that is renamed, truncated or replaced meanwhile is read as it was when it was opened, and once. One that cannot be
 * read takes nothing from the others: it is counted among what is missing.
 */
function readFiles({ files, zone }: { files: readonly string[]; zone: string }): ReadLines {
  return async ({ from, to, timeoutMs }) => {
    const deadlineMs = performance.now() + timeoutMs;
    const { opened, all: known, closed } = await openAll(files);
    try {
      const timeOf = timesIn(zone);
      const all: { at: number; line: string }[] = [];
      const doubts: Doubt[] = [];
      const failed: PermanentError[] = [];
      // The oldest first, so that lines of the same moment keep their order.
      for (const file of opened.sort((a, b) => a.changedMs - b.changedMs)) {
        if (file.changedMs < from.getTime()) continue;
        try {
          const read = await linesOf(file, from, timeOf, deadlineMs);
          doubts.push(...(read.doubts ?? []));
          all.push(...timedIn(file.path, read.lines, timeOf).filter(({ at }) => at >= from.getTime() && at < to.getTime()));
        } catch (error) {
          if (!(error instanceof PermanentError)) throw error;
          failed.push(error);
        }
      }
      if (failed[0] && failed.length === opened.length) throw failed[0];
      const came = opened.length - failed.length;
      if (came < known) doubts.push({ code: 'some', of: 'files', came, all: known });
      if (closed > 0) doubts.push({ code: 'some', of: 'folders', came: 0, all: closed });
      return newestOf(
        all.sort((a, b) => a.at - b.at).map(({ line }) => line),
        doubts,
      );
    } finally {
      await Promise.allSettled(opened.map(({ handle }) => handle.close()));
    }
  };
}

/** Lines with their times; one without a time of its own belongs to the line before it. Throws PermanentError `no_times` when not one line has one. */
function timedIn(path: string, lines: readonly string[], timeOf: (line: string) => Date | undefined): { at: number; line: string }[] {
  const timed: { at: number; line: string }[] = [];
  let at: number | undefined;
  for (const line of lines) {
    at = timeOf(line)?.getTime() ?? at;
    if (at !== undefined && line !== '') timed.push({ at, line });
  }
  if (at === undefined && lines.some((line) => line !== '')) throw withoutTimes(path);
  return timed;
}

/** Looks a second time after opening: a rotation in between has moved a file to a name that was not there before. */
async function openAll(patterns: readonly string[]): Promise<{ opened: Opened[]; all: number; closed: number }> {
  const seen = new Map<string, Opened>();
  const tried = new Set<string>();
  let refused: unknown;
  let unread = 0;
  let closed = 0;
  for (let look = 0; look < 2; look += 1) {
    const found = await findFiles(patterns);
    closed = found.closed;
    if (look === 0) unread = found.all - found.paths.length;
    for (const path of found.paths) {
      if (look === 1 && tried.has(path)) continue;
      tried.add(path);
      const handle = await open(path, 'r').catch((error: unknown) => {
        refused ??= error;
        // One that was renamed in between is found by its new name.
        if ((error as { code?: string }).code !== 'ENOENT') unread += 1;
        return undefined;
      });
      if (!handle) continue;
      const { dev, ino, size, mtimeMs: changedMs, isFile } = await statOf(handle);
      if (!isFile || seen.has(`${dev}:${ino}`)) await handle.close();
      else seen.set(`${dev}:${ino}`, { path, handle, size, changedMs });
    }
  }
  if (seen.size > 0) return { opened: [...seen.values()], all: seen.size + unread, closed };
  const code = (refused as { code?: string } | undefined)?.code;
  if (code === 'EACCES' || code === 'EPERM' || closed > 0)
    throw new PermanentError(
      'not_readable',
      worded(({ evidence }) => evidence.bongsuMayNotRead(patterns)),
    );
  throw new PermanentError(
    'no_such_file',
    worded(({ evidence }) => evidence.noFileFits(patterns)),
  );
}

async function statOf(handle: FileHandle) {
  const stat = await handle.stat();
  return { dev: stat.dev, ino: stat.ino, size: stat.size, mtimeMs: stat.mtimeMs, isFile: stat.isFile() };
}

async function linesOf(file: Opened, from: Date, timeOf: (line: string) => Date | undefined, deadlineMs: number): Promise<LogLines> {
  return file.path.endsWith('.gz') ? await unpacked(file, deadlineMs) : await tailOf(file, from, timeOf, deadlineMs);
}

/** Block by block from the end, until a block begins before `from`. */
async function tailOf(
  { handle, size, path }: Opened,
  from: Date,
  timeOf: (line: string) => Date | undefined,
  deadlineMs: number,
): Promise<LogLines> {
  const blocks: Buffer[] = [];
  let start = size;
  const doubts: Doubt[] = [];
  while (start > 0) {
    if (performance.now() > deadlineMs) throw tooSlow(path);
    if (size - start >= BYTES_MAX) {
      doubts.push({ code: 'cut', of: 'bytes', most: BYTES_MAX });
      break;
    }
    const length = Math.min(BLOCK, start);
    const block = Buffer.alloc(length);
    const { bytesRead } = await handle.read(block, 0, length, start - length);
    start -= length;
    blocks.unshift(block.subarray(0, bytesRead));
    const first = firstTime(block.subarray(0, bytesRead).toString('utf8'), timeOf);
    if (first && first.getTime() < from.getTime()) break;
  }
  const lines = Buffer.concat(blocks).toString('utf8').split(/\r?\n/);
  return { lines: start > 0 ? lines.slice(1) : lines, doubts };
}

/** The first line of a block may be half of one. */
function firstTime(block: string, timeOf: (line: string) => Date | undefined): Date | undefined {
  for (const line of block.split('\n').slice(1)) {
    const at = timeOf(line);
    if (at) return at;
  }
  return undefined;
}

async function unpacked({ handle, path }: Opened, deadlineMs: number): Promise<LogLines> {
  const stream = handle.createReadStream({ autoClose: false, start: 0 }).pipe(createGunzip());
  const lines: string[] = [];
  const doubts: Doubt[] = [];
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (performance.now() > deadlineMs) throw tooSlow(path);
      lines.push(line);
      if (lines.length <= 2 * LINES_MAX) continue;
      lines.splice(0, LINES_MAX);
      if (doubts.length === 0) doubts.push({ code: 'cut', of: 'lines', most: LINES_MAX });
    }
  } catch (error) {
    if (error instanceof TransientError) throw error;
    // Cut off in the middle, as while it is being packed: what could be unpacked counts.
    if (lines.length > 0) return { lines, doubts: [{ code: 'partial', words: [`${basename(path)} is cut off`] }] };
    throw new PermanentError(
      'not_readable',
      worded(({ evidence }) => evidence.cannotBeUnpacked(path)),
      { cause: error },
    );
  } finally {
    stream.destroy();
  }
  return { lines, doubts };
}

function tooSlow(path: string): TransientError {
  return new TransientError(
    'timeout',
    worded(({ evidence }) => evidence.couldNotBeReadInTime(path)),
  );
}

function withoutTimes(path: string): PermanentError {
  return new PermanentError(
    'no_times',
    worded(({ evidence }) => evidence.noLineOfBeginsWithATimeThatIs(path)),
  );
}
