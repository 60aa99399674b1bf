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

/** The indented SQL of a page of the docs that begins with this statement, one statement a line, with its password filled in. */
export function sqlInDocs(first: string, password: string, page: string): string[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const begin = lines.findIndex((line) => line.startsWith(`    ${first}`));
  if (begin < 0) throw new Error(`${page} does not say: ${first}`);
  const end = lines.findIndex((line, index) => index > begin && !line.startsWith('    '));
  return lines
    .slice(begin, end)
    .map((line) => line.trim().replace('…', password))
    .filter((line) => !line.startsWith('--'));
}
