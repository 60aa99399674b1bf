import { type ChildProcess, spawn } from 'node:child_process';
import { PermanentError, TransientError } from '../../../domain/errors.ts';
import { assertLease } from '../../../domain/process/lease.ts';

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
    throw new TransientError('closed', {
      en: `${where}: nothing is run any more, Bongsu stops.`,
      ko: `${where}: 봉수가 종료되고 있어 더 실행하지 않습니다.`,
    });
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
      throw new TransientError('timeout', {
        en: `${where} took longer than ${timeoutMs} ms and was ended.`,
        ko: `${where}: ${timeoutMs}ms를 넘겨 중단했습니다.`,
      });
    if (ended === 'closed')
      throw new TransientError('closed', { en: `${where} was ended: Bongsu stops.`, ko: `${where}: 봉수가 종료되어 중단했습니다.` });
    if (code === null)
      throw new PermanentError('killed', {
        en: `${where} was ended from outside (${by}).`,
        ko: `${where}: 외부에서 중단되었습니다 (${by}).`,
      });
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
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    return new PermanentError('not_found', {
      en: `${where}: there is no ${program} on this machine.`,
      ko: `${where}: 이 서버에 프로그램이 없습니다: ${program}`,
    });
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return new PermanentError('forbidden', {
      en: `${where}: Bongsu's user may not run ${program} (${error.code}).`,
      ko: `${where}: 봉수의 사용자에게 실행 권한이 없습니다: ${program} (${error.code})`,
    });
  // EAGAIN, EMFILE, ENOMEM: the machine is full for now.
  return new TransientError('connection', {
    en: `${where}: ${program} could not be started (${error.code ?? error.message}).`,
    ko: `${where}: 시작하지 못했습니다: ${program} (${error.code ?? error.message})`,
  });
}
