import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { withLintRules } from '../../../scripts/imports/biome.ts';
import { LISTS, MOST_FILES, MOST_LINES, ROOMS, roomOf } from '../../../scripts/imports/table.ts';
import { withTable } from '../../../scripts/imports/table-page.ts';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));
const sources = files.filter((path) => path.startsWith('src/') && path.endsWith('.ts'));

/** Where the imports of a file lead within `src`, types included. */
function importsOf(path: string): string[] {
  const specifiers = readFileSync(path, 'utf8').matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'(\.[^']+)'/g);
  return [...specifiers].map(([, specifier = '']) => normalize(join(dirname(path), specifier)));
}

const edges = sources.flatMap((path) => importsOf(path).map((target) => ({ path, target })));

it('sees what is imported', () => {
  expect(edges.length).toBeGreaterThan(3_000);
  expect(edges.filter(({ target }) => !existsSync(target))).toEqual([]);
});

it('has a room for every source, and no room without one', () => {
  expect(sources.filter((path) => roomOf(path) === undefined)).toEqual([]);
  expect(ROOMS.filter((room) => !sources.some((path) => roomOf(path) === room)).map(({ folder }) => folder)).toEqual([]);
});

it.each(ROOMS)('$folder imports only what the table allows', (room) => {
  const wrong = edges.filter(({ path, target }) => {
    const to = roomOf(target);
    return roomOf(path) === room && to !== room && !room.imports.includes(to?.folder ?? '');
  });
  expect(wrong.map(({ path, target }) => `${path} → ${target}`)).toEqual([]);
});

it.each(ROOMS)('$folder is allowed nothing that it does not import', (room) => {
  const used = new Set(edges.flatMap(({ path, target }) => (roomOf(path) === room ? [roomOf(target)?.folder] : [])));
  expect(room.imports.filter((folder) => !used.has(folder))).toEqual([]);
});

/** What is left when everything is taken away that imports nothing of what is left: circles, and what leads into them. */
function withoutGround(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const left = new Map(imports);
  for (let taken = true; taken; ) {
    taken = false;
    for (const [name, targets] of left) {
      if ([...targets].some((each) => left.has(each))) continue;
      left.delete(name);
      taken = true;
    }
  }
  return [...left.keys()];
}

it('has no circle among the rooms', () => {
  expect(withoutGround(new Map(ROOMS.map(({ folder, imports }) => [folder, new Set(imports)])))).toEqual([]);
});

it('has no circle among the files, those of types included', () => {
  const imports = new Map(sources.map((path) => [path, new Set<string>()]));
  for (const { path, target } of edges) imports.get(path)?.add(target);
  expect(withoutGround(imports)).toEqual([]);
});

// When one of these fails: npm run import-table
it('has its rules in biome.json', () => {
  const text = readFileSync('biome.json', 'utf8');
  expect(text).toBe(withLintRules(text));
});

it('stands in docs/architecture.md', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  expect(page).toBe(withTable(page));
});

it(`has no folder of more than ${MOST_FILES} files, lists of one file per kind aside`, () => {
  const sizes = new Map<string, number>();
  for (const path of files) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1);
  const full = [...sizes].filter(([folder, size]) => size > MOST_FILES && folder !== '.' && !LISTS.includes(folder));
  expect(full.map(([folder, size]) => `${folder}: ${size}`)).toEqual([]);
  expect(LISTS.filter((folder) => (sizes.get(folder) ?? 0) <= MOST_FILES)).toEqual([]);
});

it(`has no file of code of more than ${MOST_LINES} lines`, () => {
  const long = files
    .filter((path) => /\.(?:ts|js)$/.test(path))
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES);
  expect(long).toEqual([]);
});
