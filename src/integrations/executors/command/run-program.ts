import { type ChildProcess, spawn } from 'node:child_process';
import { PermanentError, TransientError } from '../../../domain/errors.ts';
import { assertLease } from '../../../domain/process/lease.ts';
import { worded } from '../../../languages/worded.ts';

/** Only what any program may need; whatever is secret in this process's environment stays here. */
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
const MOST_BYTES = 4_096;
/** A program that leaves somebody behind with its output open is over all the same. */
const DRAIN_MS = 200;

export interface ProgramRequest {
  /** In words, for errors. */
  where: string;
  /** The program's whole path and its arguments. */
  argv: readonly string[];
  timeoutMs: number;
  /** Ends it, with everything that it started. */
  signal: AbortSignal;
  /** In its environment, as BONGSU_KEY; the same at every try of the same change. */
  key?: string | undefined;
}

export interface ProgramOutcome {
  exitCode: number;
  /** The first 4 KB. */
  out: string;
  isWhole: boolean;
  /** The last 4 KB of what it complained, or said if it complained of nothing; whole lines. */
  last: string;
}

/**
 * Runs a program, without a shell, and waits for its end. At the timeout it is killed with everything that it started: TransientError `timeout`; `closed` when
 * `signal` ends it. PermanentError `not_found`, `forbidden` when it cannot be run, or `killed` when somebody else ended it.
 */
export async function runProgram({ where, argv, timeoutMs, signal, key }: ProgramRequest): Promise<ProgramOutcome> {
  if (signal.aborted)
    throw new TransientError(
      'closed',
      worded(({ executors }) => executors.nothingIsRunAnyMoreBongsuStops(where)),
    );
  assertLease();
  const [program = '', ...args] = argv;
  const out = new Output();
  const complaints = new Output();
  const child = start(where, program, args, key);
  // Neither is there when the machine has no file descriptor left.
  child.stdout?.on('data', (chunk: Buffer) => out.add(chunk));
  child.stderr?.on('data', (chunk: Buffer) => complaints.add(chunk));
  let ended: 'timeout' | 'closed' | undefined;
  const end = (why: 'timeout' | 'closed') => {
    ended ??= why;
    killGroup(child.pid);
  };
  const limit = setTimeout(() => end('timeout'), timeoutMs);
  const close = () => end('closed');
  signal.addEventListener('abort', close, { once: true });
  try {
    const { code, by } = await new Promise<{ code: number | null; by: NodeJS.Signals | null }>((resolve, reject) => {
      child.once('error', (error) => reject(cannotRun(where, program, error)));
      child.once('close', (code, by) => resolve({ code, by }));
      child.once('exit', (code, by) => setTimeout(() => resolve({ code, by }), DRAIN_MS).unref());
    });
    if (ended === 'timeout')
      throw new TransientError(
        'timeout',
        worded(({ executors }) => executors.tookLongerThanMsAndWasEnded(where, timeoutMs)),
      );
    if (ended === 'closed')
      throw new TransientError(
        'closed',
        worded(({ executors }) => executors.wasEndedBongsuStops(where)),
      );
    if (code === null)
      throw new PermanentError(
        'killed',
        worded(({ executors }) => executors.wasEndedFromOutside(where, by)),
      );
    return { exitCode: code, out: out.first(), isWhole: out.size <= MOST_BYTES, last: complaints.last() || out.last() };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', close);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function start(where: string, program: string, args: readonly string[], key: string | undefined): ChildProcess {
  try {
    // A group of its own, so that its children can be ended with it.
    return spawn(program, args, {
      cwd: '/',
      env: key === undefined ? ENVIRONMENT : { ...ENVIRONMENT, BONGSU_KEY: key },
      detached: true,
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    // Most failures come as an event, some (E2BIG, ENOTDIR) at once.
    throw cannotRun(where, program, error as Error);
  }
}

/** Keeps the beginning and the end of what comes, however much it is. */
class Output {
  size = 0;
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.#head.length < MOST_BYTES) this.#head = Buffer.concat([this.#head, chunk]).subarray(0, MOST_BYTES);
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-MOST_BYTES);
  }

  first(): string {
    return this.#head.toString('utf8');
  }

  /** Without the half line at which it was cut: half a secret would not be recognised as one. */
  last(): string {
    const text = this.#tail.toString('utf8');
    return (this.size > MOST_BYTES ? text.slice(text.indexOf('\n') + 1) : text).trim();
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It was over already.
  }
}

function cannotRun(where: string, program: string, error: Error & { code?: string }): PermanentError | TransientError {
  const { code } = error;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new PermanentError(
      'not_found',
      worded(({ executors }) => executors.thereIsNoOnThisMachine(where, program)),
    );
  if (code === 'EACCES' || code === 'EPERM')
    return new PermanentError(
      'forbidden',
      worded(({ executors }) => executors.bongsusUserMayNotRun(where, program, code)),
    );
  // EAGAIN, EMFILE, ENOMEM: the machine is full for now.
  return new TransientError(
    'connection',
    worded(({ executors }) => executors.couldNotBeStarted(where, program, code ?? error.message)),
  );
}
