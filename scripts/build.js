import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closest } from 'fastest-levenshtein';

/**
 * `npm run build`: the programs of Bongsu as plain JavaScript in `dist`, one file each beside what they share; packages stay outside. `--if-older` builds only when a source is newer,
 * which the other commands ask for before they begin. Not TypeScript itself: what compiles must not need compiling.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = join(ROOT, 'src');
const FOLDER = join(ROOT, 'dist');
/** Each program by its name in `dist`, and the source with which it begins. */
const ENTRIES = {
  main: 'main.ts',
  ...Object.fromEntries(['init', 'doctor', 'check', 'diagnose', 'mitigate', 'replay', 'import'].map((name) => [name, `cli/${name}.ts`])),
};
const PROGRAMS = Object.keys(ENTRIES);
/** A bot that was started from an earlier build may still load a part of it. */
const KEPT_MS = 7 * 86_400_000;

const USAGE = `npm run build                  compiles Bongsu into dist
npm run build -- --if-older    only when a source is newer than what is there
`;

await main(process.argv.slice(2));

async function main(typed) {
  const known = ['--if-older', '--help'];
  const strange = typed.find((word) => !known.includes(word));
  if (strange !== undefined) {
    process.stderr.write(`${strange} is not known here. Did you mean ${closest(strange, known)}?\n\n${USAGE}`);
    process.exitCode = 1;
  } else if (typed.includes('--help')) process.stdout.write(USAGE);
  else if (!typed.includes('--if-older') || isOlder()) await build();
}

async function build() {
  const esbuild = await import('esbuild').catch((cause) => {
    throw new Error('esbuild is missing, which comes with the development packages: run `npm ci` first (without --omit=dev).', { cause });
  });
  const { outputFiles } = await esbuild.build({
    entryPoints: Object.entries(ENTRIES).map(([name, source]) => ({ in: join(SOURCES, source), out: name })),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    // Names stay, so that a stack says where it was; lines stay short enough to be read.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    legalComments: 'none',
    outExtension: { '.js': '.mjs' },
    outdir: FOLDER,
    absWorkingDir: ROOT,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(FOLDER, { recursive: true });
  // Parts before the programs that load them, each whole or not there at all: another process may start one of them meanwhile.
  const isProgram = ({ path }) => PROGRAMS.includes(basename(path, '.mjs'));
  for (const { path, contents } of outputFiles.sort((a, b) => Number(isProgram(a)) - Number(isProgram(b)))) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
  forgetEarlier(new Set(outputFiles.map(({ path }) => path)));
}

/** Whether a program is missing, or a source was changed after it was built. Never where there are no sources. */
function isOlder() {
  if (!existsSync(SOURCES)) return false;
  const built = PROGRAMS.map((name) => timeOf(join(FOLDER, `${name}.mjs`)));
  const sources = readdirSync(SOURCES, { recursive: true }).map((name) => timeOf(join(SOURCES, name)));
  return Math.min(...built) <= Math.max(...sources, timeOf(fileURLToPath(import.meta.url)));
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function forgetEarlier(made) {
  for (const name of readdirSync(FOLDER)) {
    const path = join(FOLDER, name);
    if (!name.startsWith('chunk-') || made.has(path)) continue;
    if (Date.now() - timeOf(path) > KEPT_MS) rmSync(path);
  }
}
