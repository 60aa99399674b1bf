import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCommandLine } from '../../src/command-line.ts';
import { isSameProcess } from '../../src/storage/embedded/process-identity.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { causesOf, SCENARIOS } from './causes.ts';
import { openControlDoor } from './control-door.ts';
import { fetchJars } from './jars/fetch.ts';
import { stopLeftovers } from './leftovers.ts';
import { startStack } from './stack.ts';

const USAGE = `npm run stack -- start [--dir DIR] [--receiver URL] [--token TOKEN]   starts it in the background and prints its environment
npm run stack -- stop                                                 stops it; the logs stay
npm run stack -- break S3 [connection-leak] [--strength 1]            breaks a scenario
npm run stack -- heal [S3]                                            mends one, or all
npm run stack -- state                                                what is broken, and the signals

${SCENARIOS.map((scenario) => `${scenario}: ${causesOf(scenario).join(', ')}`).join('\n')}
`;

const { values: options, words } = readCommandLine({
  usage: USAGE,
  words: ['start', 'stop', 'break', 'heal', 'state', 'run'],
  options: {
    dir: { type: 'string', default: join(tmpdir(), 'bongsu-stack') },
    receiver: { type: 'string' },
    token: { type: 'string' },
    strength: { type: 'string', default: '1' },
  },
});
const directory = resolve(options.dir);
const stateFile = join(directory, 'stack.json');

/** Starts `run` in the background and waits until it is ready or has ended. */
async function start(): Promise<void> {
  fetchJars();
  await stopLeftovers(directory);
  await rm(stateFile, { force: true });
  await mkdir(directory, { recursive: true });
  const log = await open(join(directory, 'stack.log'), 'a');
  const receiver = Object.entries({ receiver: options.receiver, token: options.token }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  const child = spawn(process.execPath, ['--import', 'tsx', import.meta.filename, 'run', '--dir', directory, ...receiver], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the stack ended with ${code}; see ${join(directory, 'stack.log')}`);
  });
  await Promise.race([eventually(`a stack; see ${directory}`, () => environment().catch(() => undefined), 300_000, 200), ended]);
  child.unref();
  for (const [name, value] of Object.entries(await environment())) process.stdout.write(`${name}=${value}\n`);
}

/** The stack itself, until it is told to stop. */
async function run(): Promise<void> {
  const stack = await startStack({
    directory,
    ...(options.receiver === undefined ? {} : { receiver: { url: options.receiver, token: options.token } }),
  });
  const note = async () => {
    await writeFile(`${stateFile}.new`, JSON.stringify({ ...stack.environment(), STACK_CONTROL_URL: door.url }, undefined, 2));
    await rename(`${stateFile}.new`, stateFile);
  };
  const door = await openControlDoor(stack, note);
  await note();
  await Promise.race(['SIGTERM', 'SIGINT'].map((signal) => once(process, signal)));
  door.close();
  await stack.stop();
  await rm(stateFile, { force: true });
  await rm(join(directory, 'owner'), { force: true });
  process.exit(0);
}

async function stop(): Promise<void> {
  const owner = await readFile(join(directory, 'owner'), 'utf8').catch(() => '');
  if (isSameProcess(owner)) {
    process.kill(Number.parseInt(owner, 10), 'SIGTERM');
    await eventually('the end of the stack', () => !isSameProcess(owner) || undefined, 60_000);
  }
  await stopLeftovers(directory);
  await rm(stateFile, { force: true });
}

async function environment(): Promise<Record<string, string>> {
  return JSON.parse(await readFile(stateFile, 'utf8')) as Record<string, string>;
}

async function control(method: string, path: string, body?: object): Promise<void> {
  const { STACK_CONTROL_URL } = await environment().catch(() => {
    throw new Error(`no stack runs in ${directory}`);
  });
  const response = await fetch(`${STACK_CONTROL_URL}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = JSON.stringify(await response.json(), undefined, 2);
  if (!response.ok) throw new Error(text);
  process.stdout.write(`${text}\n`);
}

async function main([command, scenario, cause]: string[]): Promise<void> {
  switch (command) {
    case 'start':
      return start();
    case 'run':
      return run();
    case 'stop':
      return stop();
    case 'break':
      return control('POST', '/break', { scenario, cause, strength: Number(options.strength) });
    case 'heal':
      return control('POST', '/heal', { scenario });
    case 'state':
      return control('GET', '/state');
    default:
      throw new Error(`there is no command ${command ?? 'given'}`);
  }
}

main(words).catch((error: unknown) => {
  process.stderr.write(`stack: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(1);
});
