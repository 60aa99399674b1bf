import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startWorld } from '../../sandbox/world.ts';
import { program } from '../support/bots/programs.ts';
import { eventually } from '../support/clocks/eventually.ts';
import type { CountingPostgres } from './counted-statements.ts';

/** What `npm run build` makes, and what starting it loads. */
export interface BundleCost {
  /** Files that become code until it is ready, those of packages included. */
  modulesAtStart: number;
  /** Of the bot and whatever it may load of ours; packages stay outside. */
  bundleBytes: number;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COUNTER = fileURLToPath(new URL('count-modules.mjs', import.meta.url));

export async function countBundle(postgres: CountingPostgres): Promise<BundleCost & { modules: string[] }> {
  await build();
  const modules = await modulesAtStart(postgres);
  return { modulesAtStart: modules.length, bundleBytes: bytesOf('main.mjs'), modules };
}

async function build(): Promise<void> {
  const [code] = await once(spawn(process.execPath, [join(ROOT, 'scripts/build.js'), '--if-older'], { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error('The build failed.');
}

/** Started as `npm start` does, with a Slack and nothing else that may be left out. */
async function modulesAtStart(postgres: CountingPostgres): Promise<string[]> {
  const world = await startWorld({ calmMs: 0 });
  const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-budgets-'));
  const bot = spawn(process.execPath, ['--import', COUNTER, program('main')], {
    env: { PATH: process.env.PATH, ...world.environment, DATABASE_URL: postgres.url, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    let printed = '';
    bot.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    await eventually('the bot is ready', () => (printed.includes('Bongsu is ready') ? true : undefined), 60_000);
    bot.send('modules');
    const [modules] = (await once(bot, 'message')) as [string[]];
    return modules;
  } finally {
    bot.kill('SIGTERM');
    await once(bot, 'exit');
    await world.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Of a built file and all that it names. */
function bytesOf(first: string): number {
  const folder = join(ROOT, 'dist');
  const built = readdirSync(folder);
  const reached = new Set([first]);
  // A set tells of what is added while it is gone through.
  for (const name of reached) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const other of built) if (text.includes(`"./${other}"`)) reached.add(other);
  }
  return [...reached].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
