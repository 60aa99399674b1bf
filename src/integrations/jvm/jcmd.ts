import { execFile } from 'node:child_process';
import type { HeapClass, HeapHistogram } from '../../domain/analysis/heap.ts';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { JvmSpec } from '../../domain/playbook/analysis-schema.ts';
import type { HeapReader } from '../../domain/ports/evidence.ts';
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
    throw new PermanentError('bad_answer', {
      en: `jcmd printed no histogram: ${text.trim().slice(0, 200)}`,
      ko: `jcmd가 histogram을 출력하지 않았습니다: ${text.trim().slice(0, 200)}`,
    });
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
    throw new PermanentError('no_such_jvm', {
      en: `No JVM of this user runs with "${match}" in its command (jcmd -l).`,
      ko: `명령에 "${match}"이(가) 있는 JVM이 이 사용자에게 없습니다 (jcmd -l).`,
    });
  if (others.length > 0)
    throw new PermanentError('several_jvms', {
      en: `${found.length} JVMs run with "${match}" in their command: make it longer.`,
      ko: `명령에 "${match}"이(가) 있는 JVM이 ${found.length}개입니다. 더 길게 적어 주세요.`,
    });
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
          new PermanentError('not_configured', {
            en: 'jcmd is not on the PATH: install a JDK beside Bongsu.',
            ko: 'PATH에 jcmd가 없습니다. 봉수가 도는 서버에 JDK를 설치해 주세요.',
          }),
        );
      if (error.killed)
        return reject(
          new TransientError('timeout', {
            en: `jcmd did not finish within ${timeoutMs} ms.`,
            ko: `jcmd가 ${timeoutMs}ms 안에 끝나지 않았습니다.`,
          }),
        );
      const said = `${stderr}${stdout}`.replace(/\s+/g, ' ').trim().slice(0, 200);
      reject(
        new PermanentError('jcmd_failed', {
          en: `jcmd failed: ${said || `exit code ${error.code}`}`,
          ko: `jcmd 실패: ${said || `종료 코드 ${error.code}`}`,
        }),
      );
    });
  });
}
