import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process began, as an opaque word; undefined when there is no such process or the system does not tell.
 * A pid alone is not enough: after a restart (above all of a container) it soon belongs to somebody else.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStat(pid)?.[19];
  if (process.platform === 'win32') return undefined;
  return psField(pid, 'lstart');
}

/** Whether a process with this pid runs, whoever owns it. One that ended and was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // In a container whose first process collects nobody, the ended ones stay for ever.
    return linuxStat(pid)?.[0] !== 'Z';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process; undefined when it is gone or the system does not tell. */
export function commandOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return undefined;
    }
  }
  if (process.platform === 'win32') return undefined;
  return psField(pid, 'command');
}

/** This process, in the form that `isSameProcess` recognises. */
export function ownIdentity(): string {
  return `${process.pid} ${startOf(process.pid) ?? ''}`.trim();
}

/** Whether the process that wrote `identity` (see ownIdentity) still runs. */
export function isSameProcess(identity: string): boolean {
  const [pidText = '', ...rest] = identity.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const began = rest.join(' ');
  return began === '' || began === startOf(pid);
}

/** The fields of proc(5) stat from the third, the state, on: counted behind the last parenthesis because the command's name may hold anything. */
function linuxStat(pid: number): string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function psField(pid: number, field: string): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return text === '' ? undefined : text.replaceAll(/\s+/g, ' ');
  } catch {
    return undefined;
  }
}
