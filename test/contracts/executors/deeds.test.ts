import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dial } from '../../../src/domain/mitigation/targets.ts';
import { type Programs, testPrograms } from '../../support/servers/dial-stands/command.ts';

/** Programs that are run as they stand in the playbook. */

const IN_TIME = { timeoutMs: 5_000 };
const NOT_DONE = { value: null };

let programs: Programs;
beforeEach(() => {
  programs = testPrograms();
});
afterEach(async () => {
  await programs.close();
});

const file = (name: string) => join(programs.directory, name);
const ran = () => (existsSync(file('ran')) ? readFileSync(file('ran'), 'utf8').trim().split('\n') : []);

/** Writes down its arguments and its key, and what it leaves behind is what `state` prints. */
function drainer(changes: { read?: true; undo?: true } = {}): Dial {
  const run = programs.program('drain', 'echo "$* $BONGSU_KEY" >> "$here/ran"\nprintf drained > "$here/state"');
  const undo = programs.program('fill', 'echo "$* $BONGSU_KEY" >> "$here/ran"\nprintf serving > "$here/state"');
  const state = programs.program('tell', 'cat "$here/state"');
  writeFileSync(file('state'), 'serving');
  return programs.dial({
    run: [run, 'node-1', '$HOME; rm *'],
    ...(changes.undo && { undo: [undo, 'node-1'] }),
    ...(changes.read && { read: [state], done: 'drained' }),
  });
}

it('are given the arguments of the playbook, the key of the change, and no shell', async () => {
  const dial = drainer({ undo: true });
  expect(await dial.read(IN_TIME)).toEqual({ value: null, unseen: true });
  await dial.rehearse({ from: NOT_DONE, to: 'done' }, IN_TIME);
  expect(ran()).toEqual([]);
  await dial.write({ from: NOT_DONE, to: 'done', key: 'run:7:set' }, IN_TIME);
  await dial.write({ from: NOT_DONE, to: null, key: 'run:7:back' }, IN_TIME);
  expect(ran()).toEqual(['node-1 $HOME; rm * run:7:set', 'node-1 run:7:back']);
});

it('are run once where something tells that it is done, and not when somebody else was there', async () => {
  const dial = drainer({ read: true, undo: true });
  const from = await dial.read(IN_TIME);
  expect(from).toEqual({ value: 'serving' });
  for (let time = 0; time < 2; time += 1) await dial.write({ from, to: 'drained', key: 'k' }, IN_TIME);
  expect(ran()).toHaveLength(1);
  await dial.write({ from: { value: 'drained' }, to: 'serving', key: 'u' }, IN_TIME);
  expect([ran().length, readFileSync(file('state'), 'utf8')]).toEqual([2, 'serving']);
  writeFileSync(file('state'), 'rebooting');
  await expect(dial.write({ from, to: 'drained', key: 'k' }, IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code: 'changed' });
  expect(ran()).toHaveLength(2);
});

it('are undone by a program of the playbook, or not at all', async () => {
  const dial = drainer();
  await expect(dial.write({ from: NOT_DONE, to: null, key: 'u' }, IN_TIME)).rejects.toMatchObject({ code: 'invalid' });
  expect([ran(), dial.byHand(null)]).toEqual([[], '']);
  expect(dial.byHand('done')).toBe(`${file('drain')} node-1 '$HOME; rm *'`);
});

it('are not run again by themselves when they were ended half-way and nothing tells what they did', async () => {
  const slow = programs.program('slow', 'echo x >> "$here/ran"\nexec sleep 300');
  const dial = programs.dial({ run: [slow] });
  const write = dial.write({ from: NOT_DONE, to: 'done', key: 'k' }, { timeoutMs: 500 });
  await expect(write).rejects.toMatchObject({ name: 'PermanentError', code: 'unsure' });
  expect(ran()).toHaveLength(1);
});

it('fail with what they complained', async () => {
  const failing = programs.program('failing', 'echo "node-1 is gone, token=abc123def456" >&2\nexit 3');
  const write = programs.dial({ run: [failing] }).write({ from: NOT_DONE, to: 'done', key: 'k' }, IN_TIME);
  await expect(write).rejects.toMatchObject({
    name: 'PermanentError',
    code: 'exit_3',
    message: expect.stringMatching(/node-1 is gone(?!.*abc123)/),
  });
});

it.each<[why: RegExp, target: Parameters<Programs['dial']>[0]]>([
  [/whole path/, { run: ['reboot'] }],
  [/whole path/, { run: ['/bin/true'], undo: ['true'] }],
  [/take no \{to\}/, { run: ['/bin/true', '{to}'] }],
  [/belong together/, { run: ['/bin/true'], read: ['/bin/true'] }],
  [/either/, { run: ['/bin/true'], read: ['/bin/true'], set: ['/bin/true', '{to}'] }],
])('are not run where the playbook leaves something to guess: %s', async (why, target) => {
  const dial = programs.dial(target);
  await expect(dial.read(IN_TIME)).rejects.toMatchObject({ code: 'not_configured', message: expect.stringMatching(why) });
});
