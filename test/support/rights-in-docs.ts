import { readFileSync } from 'node:fs';

/** The words after `command` and its password in docs/sources.md, so that what we tell people to grant is what the tests run with. */
export function rightsInDocs(command: string): string[] {
  const line = readFileSync('docs/sources.md', 'utf8')
    .split('\n')
    .find((one) => one.includes(command));
  const rights = line?.split(/>\S+ /)[1];
  if (!rights) throw new Error(`docs/sources.md does not say: ${command} … >password …`);
  return rights.trim().split(/\s+/);
}
