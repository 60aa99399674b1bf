import { readFileSync } from 'node:fs';
import { isSameProcess, startOf } from '../src/storage/embedded/process-identity.ts';

/** Why a program that owns servers has to end. */
export type Ending = { why: 'asked' } | { why: 'unheard' } | { why: 'orphaned' } | { why: 'broken'; error: unknown };

const LOOK_EVERY_MS = 500;

/**
 * Calls `end` once, whichever way this program is to end: a signal of whoever runs it, a reader of its output that went away (`| tee`, `| head`), parents that
 * were killed, or a mistake of ours. Without this each of them but the first would end it at once, and what it started would go on.
 */
export function whenToEnd(end: (ending: Ending) => void): void {
  let asked = false;
  const once = (ending: Ending) => {
    // npm passes Ctrl-C on although the terminal has sent it already, so the second one means nothing.
    if (asked) return;
    asked = true;
    end(ending);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => once({ why: 'asked' }));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => once(error.code === 'EPIPE' ? { why: 'unheard' } : { why: 'broken', error }));
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => once({ why: 'broken', error }));
  const parents = ancestors();
  const timer = setInterval(() => {
    if (parents.some((parent) => !isSameProcess(parent))) once({ why: 'orphaned' });
  }, LOOK_EVERY_MS);
  timer.unref();
}

/** Who started us: the parent, and where npm did it by way of a shell, npm too. As `isSameProcess` knows them; those that nobody must wait for are left out. */
function ancestors(): string[] {
  const parent = process.ppid;
  const viaNpm = process.env.npm_lifecycle_event !== undefined;
  const pids = viaNpm ? [parent, parentOf(parent)] : [parent];
  return pids.flatMap((pid) => (pid === undefined || pid <= 1 ? [] : [`${pid} ${startOf(pid) ?? ''}`.trim()]));
}

/** From proc(5) stat; undefined where there is none, and then the parent alone is watched. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
