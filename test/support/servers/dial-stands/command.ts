import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dial } from '../../../../src/domain/mitigation/targets.ts';
import { commandExecutor } from '../../../../src/integrations/executors/command/command.ts';
import { accountsWith } from '../../scenario/accounts-with.ts';
import { DIAL_SECRET, type DialScene, executorDeps } from './dial-scene.ts';

export interface Programs {
  directory: string;
  /** Writes an executable file of shell lines; its path. `$here` is the directory. */
  program(name: string, lines: string): string;
  dial(target: Partial<Record<'read' | 'set' | 'run' | 'undo', readonly string[]>> & { done?: string }): Dial;
  close(): Promise<void>;
}

/** Programs of a test's own, and an executor for them. */
export function testPrograms(): Programs {
  const directory = mkdtempSync(join(tmpdir(), 'bongsu-programs-'));
  const executor = commandExecutor.create(accountsWith(), executorDeps());
  if (!executor) throw new Error('no executor for command');
  return {
    directory,
    program(name, lines) {
      const path = join(directory, name);
      writeFileSync(path, `#!/bin/sh\nhere='${directory}'\n${lines}\n`);
      chmodSync(path, 0o755);
      return path;
    },
    dial: (target) => executor.dial(target as Parameters<typeof executor.dial>[0]),
    async close() {
      await executor.close?.();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function commandScene(): Promise<DialScene> {
  const programs = testPrograms();
  const { directory, program, dial } = programs;
  const file = (name: string) => join(directory, name);
  const read = program('read', '[ -e "$here/hang" ] && exec sleep 300\ncat "$here/value"');
  const set = program(
    'set',
    '[ -e "$here/hang" ] && exec sleep 300\nprintf %s "$1" > "$here/value"\necho >> "$here/writes"\nif [ -e "$here/lose" ]; then rm "$here/lose"; sleep 300; fi',
  );
  const unrunnable = file('not-executable');
  writeFileSync(unrunnable, '');
  writeFileSync(file('value'), '500\n');
  return {
    dial: dial({ read: [read], set: [set, '{to}'] }),
    from: 500,
    to: 200,
    other: 350,
    invalid: '-rf',
    typed: `${set} 200`,
    present: () => Number(readFileSync(file('value'), 'utf8')),
    set: (value) => writeFileSync(file('value'), `${value}\n`),
    writes: () => (existsSync(file('writes')) ? readFileSync(file('writes'), 'utf8').length : 0),
    missing: dial({ read: [file('nowhere')], set: [set, '{to}'] }),
    forbidden: dial({ read: [unrunnable], set: [set, '{to}'] }),
    hang: () => writeFileSync(file('hang'), ''),
    loseReply: () => writeFileSync(file('lose'), ''),
    secret: DIAL_SECRET,
    close: programs.close,
  };
}
