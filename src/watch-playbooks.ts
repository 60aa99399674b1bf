import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that was just written may not be whole yet: it is read at the look after. */
const EVERY_MS = 5_000;

/**
 * Calls `changed` when the playbook, or a file of its folder, is another one than at the look before. Looks instead of listening: folders that are put in place by a link, as Kubernetes does, tell
 * nobody. Returns what ends it.
 */
export function watchPlaybooks(path: string, changed: () => void, everyMs = EVERY_MS): () => void {
  let before: string | undefined;
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    const now = await signature(path).catch(() => undefined);
    busy = false;
    if (now === undefined) return;
    if (before !== undefined && now !== before) changed();
    before = now;
  };
  void look();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function signature(path: string): Promise<string> {
  const own = await stat(path);
  if (!own.isDirectory()) return `${own.mtimeMs} ${own.size} ${own.ino}`;
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const parts = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size, ino } = await stat(join(path, name));
      return `${name} ${mtimeMs} ${size} ${ino}`;
    }),
  );
  return parts.join('\n');
}
