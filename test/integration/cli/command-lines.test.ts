import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
/** Whose command line is another program's. */
const NOT_OURS = ['test', 'lint', 'format', 'typecheck'];
/** npm runs it by itself, before `start`. */
const HOOKS = ['prestart'];
const OURS = Object.keys(scripts).filter((name) => !NOT_OURS.includes(name) && !HOOKS.includes(name));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** As npm does it, with what is typed behind `--`; npm itself takes longer to begin than most of what it runs. */
function npmRun(name: string, ...typed: string[]): Promise<Ended> {
  const path = `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`;
  return said('sh', ['-c', `${scripts[name]} "$@"`, 'npm', ...typed], { ...process.env, PATH: path });
}

function said(program: string, typed: readonly string[], env = process.env): Promise<Ended> {
  const child = spawn(program, typed, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  child.stdout.on('data', (text) => (output.out += text));
  child.stderr.on('data', (text) => (output.err += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...output })));
}

describe('newcomer 11: every command of npm', () => {
  it('is refused through npm as it is here', async () => {
    const { code, out, err } = await said('npm', ['run', '--silent', 'doctor', '--', '--josn']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^--josn is not known here\. Did you mean --json\?/);
  });

  it.each(OURS)('says how it is used: npm run %s -- --help', async (name) => {
    const { code, out, err } = await npmRun(name, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(name === 'start' ? 'npm start' : `npm run ${name}`);
  });

  it.each(NOT_OURS)('says how it is used: npm run %s -- --help', async (name) => {
    expect((await npmRun(name, '--help')).code).toBe(0);
  });

  it.each(OURS)('refuses what it does not know, and shows how it is used: npm run %s -- --hepl', async (name) => {
    const { code, out, err } = await npmRun(name, '--hepl');
    // A script that calls `check` tells a wrong playbook from a wrong call.
    expect({ code, out }).toEqual({ code: name === 'check' ? 2 : 1, out: '' });
    expect(err).toMatch(/^--hepl is not known here\. Did you mean --help\?/);
    expect(err).toContain(name === 'start' ? 'npm start' : `npm run ${name}`);
  });

  it.each([
    ['start', ['--role', 'worker'], /--role is not known here\. Did you mean --roles\?/],
    ['start', ['--roles', 'wroker'], /--roles: found wroker; wanted one or more of bot, worker, web\. Did you mean worker\?/],
    ['start', ['--roles'], /--roles needs a value/],
    ['doctor', ['--josn'], /Did you mean --json\?/],
    ['doctor', ['--json=yes'], /--json takes no value/],
    ['stack', ['brake', 'S3'], /"brake" is not known here\. Did you mean break\?/],
    ['bench', ['declaer'], /Did you mean declare\?/],
    ['bench', [], /Say which: declare/],
    ['mitigate', ['pan', 'rate-limit'], /Did you mean plan\?/],
    ['reference', ['now'], /"now" is not known here/],
  ])('npm run %s -- %j is refused with 1', async (name, typed, message) => {
    const { code, out, err } = await npmRun(name, ...typed);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });
});
