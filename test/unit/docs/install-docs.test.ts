import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { declared, VARIABLES } from '../../../src/config.ts';
import { BRIDGES } from '../../../src/integrations/bridges/index.ts';

const docs = readFileSync('docs/install.md', 'utf8');
const section = (title: string): string => docs.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
const rowsOf = (part: string): string[] =>
  part
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);

describe('docs/install.md', () => {
  const dayOne = rowsOf(section('Day one'));

  it('names what design asks for on the first day', () => {
    expect(dayOne.length).toBeGreaterThanOrEqual(12);
  });

  it.each(dayOne.map((row) => [row.split('|')[1]?.trim() ?? '', row]))('day one: %s: every test that is named is there', (_what, row) => {
    const named = [...row.matchAll(/`(test\/[\w./-]+)` "([^"]+)"/g)];
    expect(named.length).toBeGreaterThan(0);
    // Nothing that looks like a test is left out by its form.
    expect(row.match(/test\//g)).toHaveLength(named.length);
    for (const [, path = '', title = ''] of named) {
      expect(existsSync(path)).toBe(true);
      expect(readFileSync(path, 'utf8')).toContain(`'${title}'`);
    }
  });

  it('lists every answer that init takes, and no other', () => {
    const files = readdirSync('src/cli/init', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const asked = files.flatMap((name) =>
      [...readFileSync(`src/cli/init/${name}`, 'utf8').matchAll(/\bkey: '(\w+)'/g)].flatMap(([, key]) => key ?? []),
    );
    const declaredKeys = VARIABLES.flatMap((name) => declared(name).asked?.key ?? []);
    const hosts = BRIDGES.map(({ askedHosts }) => askedHosts.key);
    const listed = rowsOf(section('4. Answer')).flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].flatMap(([, key]) => key ?? []),
    );
    expect(listed.sort()).toEqual([...new Set([...asked, ...declaredKeys, ...hosts])].sort());
  });

  it('names no variable that there is not', () => {
    const named = [...docs.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !(VARIABLES as readonly string[]).includes(name))).toEqual([]);
  });

  it('names only commands of package.json', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...docs.matchAll(/npm run ([a-z-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
