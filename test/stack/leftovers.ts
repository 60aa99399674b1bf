import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameProcess } from '../../src/storage/embedded/process-identity.ts';

/** Stops what a stack in this directory started and did not live to stop, and removes its data. Throws while its owner lives. */
export async function stopLeftovers(directory: string): Promise<void> {
  const owner = await readFile(join(directory, 'owner'), 'utf8').catch(() => '');
  if (isSameProcess(owner)) throw new Error(`a stack runs in ${directory} already (process ${owner.split(' ')[0]}); stop it first`);
  for (const name of await readdir(join(directory, 'servers')).catch(() => [])) {
    const identity = await readFile(join(directory, 'servers', name), 'utf8');
    if (isSameProcess(identity)) process.kill(Number.parseInt(identity, 10), 'SIGKILL');
  }
  for (const name of await readdir(directory).catch(() => [])) {
    if (name === 'servers' || name.startsWith('server-')) await rm(join(directory, name), { recursive: true, force: true });
  }
}
