import { readdirSync, readFileSync } from 'node:fs';

/** Where what happens is decided: time is handed in, so that tests can move it and several processes agree on it; chance as well, so that a test can repeat it. */
const FOLDERS = ['src/domain', 'src/workflows', 'src/commands', 'src/events'];
/** The one place that reads the machine's clock, for programs that ask no database. */
const PORT = 'src/domain/time/clock.ts';
const OWN = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandom(?:UUID|Bytes|Int)\(/g;

function taken(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return code.match(OWN) ?? [];
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

it('has time from Clock and chance from Random wherever something is decided', () => {
  const files = FOLDERS.flatMap(filesIn).filter((path) => path !== PORT);
  expect(files.length).toBeGreaterThan(250);
  const found = files.flatMap((path) => taken(readFileSync(path, 'utf8')).map((what) => `${path}: ${what}`));
  expect(found).toEqual([]);
});

it.each([
  ['const at = Date.now();', ['Date.now(']],
  ['const at = new Date();', ['new Date()']],
  ['const at = new Date(row.dueAt); // not Date.now()', []],
  ['/** Instead of Math.random(). */', []],
  ['if (Math.random() < 0.5) return;', ['Math.random(']],
  ["import { createHash } from 'node:crypto';", []],
  ["import { randomUUID } from 'node:crypto';\nconst id = randomUUID();", ['randomUUID(']],
])('reads %j', (source, expected) => {
  expect(taken(source)).toEqual(expected);
});
