import { readFileSync } from 'node:fs';

/** The words after `command` and its password in a page of the docs, so that what we tell people to grant is what the tests run with. */
export function rightsInDocs(command: string, page = 'docs/sources.md'): string[] {
  const line = readFileSync(page, 'utf8')
    .split('\n')
    .find((one) => one.includes(command));
  const rights = line?.split(/>\S+ /)[1];
  if (!rights) throw new Error(`${page} does not say: ${command} … >password …`);
  return rights.trim().split(/\s+/);
}
