import { readdir } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

const FILES_MAX = 200;

/** Files whose path fits one of these; `*` and `?` stand for letters of one name. Directories that cannot be read hold none. At most 200, sorted. */
export async function findFiles(patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    const [, ...parts] = resolve(pattern).split(sep);
    for (const path of await below(sep, parts)) found.add(path);
  }
  return [...found].sort().slice(0, FILES_MAX);
}

async function below(directory: string, [part, ...rest]: readonly string[]): Promise<string[]> {
  if (part === undefined) return [];
  const isLast = rest.length === 0;
  if (!/[*?]/.test(part) && !isLast) return await below(resolve(directory, part), rest);
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const fits = nameTest(part);
  const names = entries.filter((entry) => fits(entry.name) && (isLast ? !entry.isDirectory() : !entry.isFile())).map(({ name }) => name);
  if (isLast) return names.map((name) => resolve(directory, name));
  const deeper = await Promise.all(names.map((name) => below(resolve(directory, name), rest)));
  return deeper.flat();
}

function nameTest(part: string): (name: string) => boolean {
  const source = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  const pattern = new RegExp(`^${source}$`, 's');
  // As in a shell, hidden files are only meant when they are named.
  return (name) => pattern.test(name) && (part.startsWith('.') || !name.startsWith('.'));
}
