import { execFile } from 'node:child_process';
import type { HeapClass, HeapHistogram } from '../../domain/analysis/heap.ts';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { JvmSpec } from '../../domain/playbook/analysis-schema.ts';
import type { HeapReader } from '../../domain/ports/evidence.ts';
import { worded } from '../../languages/worded.ts';
import { className } from './class-name.ts';

const OUTPUT_MAX = 32 * 1_024 * 1_024;

export interface JcmdOptions {
  name: string;
  which: NonNullable<JvmSpec['jcmd']>;
  /** Only what is still reachable; a full collection comes first. */
  live: boolean;
  /** The program; found on the PATH by default. */
  program?: string;
}

/** The heap of a JVM of the same user on this machine, by the JDK's own tool. */
export function createJcmd({ name, which, live, program = 'jcmd' }: JcmdOptions): HeapReader {
  return {
    name,
    probe: async ({ timeoutMs }) => {
      const pid = which.pid ?? (await findJvm(program, which.match ?? '', timeoutMs));
      const version = await run(program, [String(pid), 'VM.version'], timeoutMs);
      return version.trim().split('\n')[1]?.trim() ?? `process ${pid}`;
    },
    count: async ({ timeoutMs }) => {
      const pid = which.pid ?? (await findJvm(program, which.match ?? '', timeoutMs));
      return parseHistogram(await run(program, [String(pid), 'GC.class_histogram', ...(live ? [] : ['-all'])], timeoutMs));
    },
  };
}

/** What `GC.class_histogram` prints. Throws PermanentError when it is something else. */
export function parseHistogram(text: string): HeapHistogram {
  const classes = [...text.matchAll(/^[ \t]{0,20}\d{1,9}:[ \t]{1,40}(\d{1,19})[ \t]{1,40}(\d{1,19})[ \t]{1,40}(\S{1,2000})/gm)].map(
    ([, instances, bytes, name = '']): HeapClass => ({ name: className(name), instances: Number(instances), bytes: Number(bytes) }),
  );
  const total = /^Total[ \t]{1,40}(\d{1,19})[ \t]{1,40}(\d{1,19})/m.exec(text);
  if (!total || classes.length === 0)
    throw new PermanentError(
      'bad_answer',
      worded(({ evidence }) => evidence.jcmdPrintedNoHistogram(text.trim().slice(0, 200))),
    );
  return { instances: Number(total[1]), bytes: Number(total[2]), classes };
}

/** By words of its command as `jcmd -l` shows it; exactly one JVM must have them. */
async function findJvm(program: string, match: string, timeoutMs: number): Promise<number> {
  const lines = (await run(program, ['-l'], timeoutMs)).split('\n').filter((line) => !/\bsun\.tools\.jcmd\.JCmd\b/.test(line));
  const found = lines.flatMap((line) => {
    const [, pid, command = ''] = /^(\d+)\s(.*)$/.exec(line) ?? [];
    return pid !== undefined && command.includes(match) ? [Number(pid)] : [];
  });
  const [only, ...others] = found;
  if (only === undefined)
    throw new PermanentError(
      'no_such_jvm',
      worded(({ evidence }) => evidence.noJvmOfThisUserRunsWithInItsCommand(match)),
    );
  if (others.length > 0)
    throw new PermanentError(
      'several_jvms',
      worded(({ evidence }) => evidence.jVMsRunWithInTheirCommand(found.length, match)),
    );
  return only;
}

/** Without a shell: what the playbook says is one argument, whatever it holds. */
function run(program: string, args: readonly string[], timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: timeoutMs, maxBuffer: OUTPUT_MAX, killSignal: 'SIGKILL' } as const;
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (error.code === 'ENOENT')
        return reject(
          new PermanentError(
            'not_configured',
            worded(({ evidence }) => evidence.jcmdIsNotOnThePath),
          ),
        );
      if (error.killed)
        return reject(
          new TransientError(
            'timeout',
            worded(({ evidence }) => evidence.jcmdDidNotFinishWithinMs(timeoutMs)),
          ),
        );
      const said = `${stderr}${stdout}`.replace(/\s+/g, ' ').trim().slice(0, 200);
      reject(
        new PermanentError(
          'jcmd_failed',
          worded(({ evidence }) => evidence.jcmdFailedExitCode(said, error.code)),
        ),
      );
    });
  });
}
