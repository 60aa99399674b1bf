import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/clocks/eventually.ts';
import { type Programs, testPrograms } from '../../support/servers/dial-stands/command.ts';
import { DIAL_SECRET } from '../../support/servers/dial-stands/dial-scene.ts';

const IN_TIME = { timeoutMs: 5_000 };

let programs: Programs;
beforeEach(() => {
  programs = testPrograms();
});
afterEach(async () => {
  await programs.close();
});

/** A dial that prints `one` and whose `set` writes its arguments down, one a line. */
function recording(set: readonly string[]) {
  const record = programs.program('record', 'for one in "$@"; do printf "%s\\n" "$one"; done > "$here/arguments"');
  const dial = programs.dial({ read: [programs.program('read', 'echo one')], set: [record, ...set] });
  const received = () => readFileSync(join(programs.directory, 'arguments'), 'utf8').split('\n').slice(0, -1);
  return { dial, received };
}

const to = (value: string) => ({ from: { value: 'one' }, to: value, key: 'k' });

it('hands the value over as it is, to no shell', async () => {
  const { dial, received } = recording(['set', '{to}', '--level={to}', '$HOME', '*']);
  const value = `$(touch x); 'a' "b" | c & $& 한글`;
  await dial.write(to(value), IN_TIME);
  expect(received()).toEqual(['set', value, `--level=${value}`, '$HOME', '*']);
});

it.each([
  ['a line break', 'two\nthree'],
  ['nothing', ''],
  ['an option', '--force'],
  ['a negative number, which may be an option', '-9'],
  ['too much', 'x'.repeat(1_001)],
])('takes no %s', async (_what, value) => {
  const { dial } = recording(['{to}']);
  await expect(dial.rehearse(to(value), IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code: 'invalid' });
  await expect(dial.write(to(value), IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code: 'invalid' });
});

it('takes what begins with - within an option', async () => {
  const { dial, received } = recording(['--offset={to}']);
  await dial.write(to('-9'), IN_TIME);
  expect(received()).toEqual(['--offset=-9']);
});

it.each<[why: RegExp, read: string[], set: string[]]>([
  [/whole path/, ['cat', '/etc/hostname'], ['/bin/true', '{to}']],
  [/whole path/, ['/bin/true'], ['./set', '{to}']],
  [/whole path/, ['/bin/true'], ['/opt/{to}', '{to}']],
  [/read/, ['/bin/cat', '{to}'], ['/bin/true', '{to}']],
  [/needs/, ['/bin/true'], ['/bin/true']],
  [/own/, ['/bin/true'], ['/bin/true', 'a{to}b']],
  [/own/, ['/bin/true'], ['/bin/true', '--a={to}{to}']],
])('runs nothing where the playbook leaves something to guess: %s', async (why, read, set) => {
  const dial = programs.dial({ read, set });
  const refusal = { name: 'PermanentError', code: 'not_configured', message: expect.stringMatching(why) };
  await expect(dial.read(IN_TIME)).rejects.toMatchObject(refusal);
  await expect(dial.write(to('two'), IN_TIME)).rejects.toMatchObject(refusal);
});

it('sees nothing of the environment but PATH and LANG', async () => {
  const dial = programs.dial({ read: ['/usr/bin/env'], set: ['/bin/true', '{to}'] });
  const { value } = await dial.read(IN_TIME);
  expect(
    String(value)
      .split('\n')
      .map((line) => line.split('=')[0])
      .sort(),
  ).toEqual(['LANG', 'PATH']);
});

it.each([
  ['12', 12],
  ['-1.5', -1.5],
  ['  fast \n', 'fast'],
  ['007', '007'],
  ['1e3', '1e3'],
  ['99999999999999999999', '99999999999999999999'],
  ['', null],
])('reads %j', async (printed, value) => {
  const dial = programs.dial({ read: ['/usr/bin/printf', '%s', printed], set: ['/bin/true', '{to}'] });
  expect(await dial.read(IN_TIME)).toEqual({ value });
});

it('takes no page of text for a value, and no secret', async () => {
  const long = programs.dial({ read: ['/usr/bin/seq', '5000'], set: ['/bin/true', '{to}'] });
  await expect(long.read(IN_TIME)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('more than a value') });
  const secret = programs.dial({ read: ['/bin/echo', DIAL_SECRET], set: ['/bin/true', '{to}'] });
  await expect(secret.read(IN_TIME)).rejects.toMatchObject({ code: 'invalid', message: expect.not.stringContaining(DIAL_SECRET) });
});

it('says with what it ended and its last lines, secrets hidden', async () => {
  const set = programs.program('set', `seq 5000 >&2\necho "password=hunter22 ${DIAL_SECRET} no such pool" >&2\nexit 3`);
  const dial = programs.dial({ read: ['/bin/echo', 'one'], set: [set, '{to}'] });
  const error = await dial.write(to('two'), IN_TIME).catch((e: unknown) => e as Error);
  expect(error).toMatchObject({ name: 'PermanentError', code: 'exit_3', message: expect.stringMatching(/4999 5000 .*no such pool/) });
  expect(String(error)).not.toMatch(new RegExp(`hunter22|${DIAL_SECRET}`));
  expect(String(error).length).toBeLessThan(1_000);
});

it('ends what a program started, too', async () => {
  const read = programs.program('read', 'sleep 300 &\necho $! > "$here/child"\nwait');
  const dial = programs.dial({ read: [read], set: ['/bin/true', '{to}'] });
  await expect(dial.read({ timeoutMs: 3_000 })).rejects.toMatchObject({ name: 'TransientError', code: 'timeout' });
  const child = Number(readFileSync(join(programs.directory, 'child'), 'utf8'));
  await eventually('the end of the child', () => !isRunning(child) || undefined);
});

it('does not wait for what a program leaves behind', async () => {
  const read = programs.program('read', 'sleep 300 &\necho $! > "$here/child"\necho one');
  const dial = programs.dial({ read: [read], set: ['/bin/true', '{to}'] });
  expect(await dial.read(IN_TIME)).toEqual({ value: 'one' });
  process.kill(Number(readFileSync(join(programs.directory, 'child'), 'utf8')), 'SIGKILL');
});

it('is ended when Bongsu stops, and runs nothing afterwards', async () => {
  const dial = programs.dial({ read: ['/bin/sleep', '300'], set: ['/bin/true', '{to}'] });
  const reading = dial.read({ timeoutMs: 60_000 });
  const outcome = expect(reading).rejects.toMatchObject({ name: 'TransientError', code: 'closed' });
  await programs.close();
  await outcome;
  await expect(dial.read(IN_TIME)).rejects.toMatchObject({ code: 'closed' });
});

it('tells a person the line, quoted for a shell', () => {
  const { dial } = recording(['--level={to}', 'the service']);
  expect(dial.byHand("it's")).toBe(`${join(programs.directory, 'record')} '--level=it'\\''s' 'the service'`);
});

/** A process that is dead but not yet taken leave of does not count. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
