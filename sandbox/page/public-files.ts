import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of `public/`; undefined when there is none. */
export async function readPublic(path: string): Promise<{ content: Buffer; type: string } | undefined> {
  const name = path === '/' ? '/index.html' : path;
  const type = TYPES[extname(name)];
  // Plain names only: nothing can climb out of the folder.
  if (type === undefined || !/^\/[a-z0-9-]+\.[a-z]+$/.test(name)) return undefined;
  const content = await readFile(new URL(`./public${name}`, import.meta.url)).catch(() => undefined);
  return content && { content, type };
}
