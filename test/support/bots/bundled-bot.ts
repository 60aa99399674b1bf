import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * A process of the bot for the benches that measure it, as one file: as what `npm run build` makes.
 * Packages stay outside it. `root`: where its sources are, when they are another commit's.
 * @returns the file's path.
 */
export function bundledBot(entry: string, name: string, root = ROOT): string {
  // One level below the root, where the sources stand as well: what they read beside themselves is found from here too.
  const folder = join(root, 'dist');
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    write: false,
    outdir: folder,
    absWorkingDir: root,
  });
  const [program] = outputFiles;
  if (!program) throw new Error('esbuild made no file');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.mjs`);
  // Workers do this at the same time, and none may load half a file.
  writeFileSync(`${path}.${process.pid}`, program.contents);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
