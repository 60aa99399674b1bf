import { readdir } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

const FILES_MAX = 200;

export interface FoundFiles {
  /** Sorted; at most 200. */
  paths: string[];
  /** How many there are. */
  all: number;
  /** Folders that may not be looked into. */
  closed: number;
}

/** Files whose path fits one of these; `*` and `?` stand for letters of one name. */
export async function findFiles(patterns: readonly string[]): Promise<FoundFiles> {
  const found = new Set<string>();
  const closed = new Set<string>();
  for (const pattern of patterns) {
    const [, ...parts] = resolve(pattern).split(sep);
    for (const path of await below(sep, parts, closed)) found.add(path);
  }
  return { paths: [...found].sort().slice(0, FILES_MAX), all: found.size, closed: closed.size };
}

async function below(directory: string, [part, ...rest]: readonly string[], closed: Set<string>): Promise<string[]> {
  if (part === undefined) return [];
  const isLast = rest.length === 0;
  if (!/[*?]/.test(part) && !isLast) return await below(resolve(directory, part), rest, closed);
  const entries = await readdir(directory, { withFileTypes: true }).catch(({ code }: { code?: string }) => {
    // One that is not there holds nothing; one that is closed may.
    if (code === 'EACCES' || code === 'EPERM') closed.add(directory);
    return [];
  });
  const fits = nameTest(part);
  const names = entries.filter((entry) => fits(entry.name) && (isLast ? !entry.isDirectory() : !entry.isFile())).map(({ name }) => name);
  if (isLast) return names.map((name) => resolve(directory, name));
  const deeper = await Promise.all(names.map((name) => below(resolve(directory, name), rest, closed)));
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
