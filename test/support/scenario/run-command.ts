import { type ChildProcess, spawn } from 'node:child_process';
import { program } from '../bots/programs.ts';

export interface CommandOptions {
  entry: Parameters<typeof program>[0];
  args?: readonly string[];
  /** Its working directory, where `.env` is looked for. */
  cwd: string;
  environment?: Readonly<Record<string, string>>;
  /** What is typed, in lines; then the input ends. */
  input?: readonly string[];
}

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** One of the commands of package.json as its users run it, in a process of its own with no environment but what is given here. */
export function startCommand({ entry, args = [], cwd, environment = {}, input }: CommandOptions): ChildProcess {
  const child = spawn(process.execPath, [program(entry), ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  child.stdin?.end(input?.map((line) => `${line}\n`).join(''));
  return child;
}

/** Runs it to its end. */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  const child = startCommand(options);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]?.on('data', (chunk) => (output[name] += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...output };
}

/** The first line of its output that `pick` finds something in. Rejects with all that it said when it ends before. */
export async function lineOf<T>(child: ChildProcess, pick: (line: string) => T | undefined): Promise<T> {
  let said = '';
  let rest = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => (said += String(chunk)));
    child.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const found = pick(line);
        if (found !== undefined) resolve(found);
      }
    });
    child.once('close', (code) => reject(new Error(`it ended with ${code} before it said so: ${said}`)));
  });
}
