import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface PageFile {
  content: Buffer;
  type: string;
}

/** A file of `public/`; undefined when there is none. */
export function readPublic(path: string): Promise<PageFile | undefined> {
  return readFrom('public', path === '/' ? '/index.html' : path);
}

/** A file of `shop/`: `/shop` itself, its script or its style; undefined for any other path. */
export function readShop(path: string): Promise<PageFile | undefined> {
  return readFrom('shop', path === '/shop' ? '/shop.html' : path);
}

async function readFrom(folder: 'public' | 'shop', name: string): Promise<PageFile | undefined> {
  const type = TYPES[extname(name)];
  // Plain names only, of the folder or of one in it: nothing can climb out.
  if (type === undefined || !/^(?:\/[a-z0-9-]+){1,2}\.[a-z]+$/.test(name)) return undefined;
  const content = await readFile(new URL(`./${folder}${name}`, import.meta.url)).catch(() => undefined);
  return content && { content, type };
}
