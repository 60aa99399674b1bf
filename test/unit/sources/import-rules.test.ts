import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ROOMS, type Room } from '../../../scripts/imports/table.ts';

const ROOT = join(import.meta.dirname, '../../..');
const RESTRICTED = 'lint/style/noRestrictedImports';
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

/** Rooms that hold folders; a file of them, and how another file of `src` names one of theirs. */
const fileIn = ({ folder }: Room) => `${folder}/x.ts`;
const nameOf = ({ folder }: Room) =>
  folder === 'src' ? 'src/app' : folder === 'src/workflows' ? 'src/workflows/paging/page' : `${folder}/index`;

/** An import of one room in a file of another. */
function crossing(from: Room, to: Room): [path: string, code: string] {
  return [fileIn(from), importing(relative(from.folder, `${nameOf(to)}.ts`).replace(/^(?=[^.])/, '../'))];
}

const pairs = ROOMS.flatMap((from) => ROOMS.filter((to) => to !== from).map((to) => ({ from, to, may: from.imports.includes(to.folder) })));
const packages = [...new Set(ROOMS.flatMap(({ packages: own = [] }) => own))];
const owned = ROOMS.flatMap((room) => packages.map((name) => ({ room, name, may: room.packages?.includes(name) ?? false })));

/** One line of a file that must not be accepted: where, what, and by which rule. */
const refused: [path: string, code: string, rule: string][] = [
  ...pairs.flatMap(({ from, to, may }): [string, string, string][] =>
    may || from.folder === 'src' ? [] : [[...crossing(from, to), RESTRICTED]],
  ),
  ...owned.flatMap(({ room, name, may }): [string, string, string][] => (may ? [] : [[fileIn(room), importing(name), RESTRICTED]])),
  ['src/integrations/slack/x.ts', importing('../../bot/door.ts'), RESTRICTED],
  ['src/bot/surfaces/home/x.ts', importing('../../../integrations/slack/index.ts'), RESTRICTED],
  ['src/domain/playbook/x.ts', importing('../../storage/index.ts'), RESTRICTED],
  ['src/commands/x.ts', "import type { Presenter } from '../views/presenter.ts';\nexport type Y = Presenter;\n", RESTRICTED],
  ['src/commands/x.ts', "import type { ChatMessage } from '../domain/chat/message.ts';\nexport type Y = ChatMessage;\n", RESTRICTED],
  ['src/cli/doctor/x.ts', importing('typeorm'), RESTRICTED],
  ['src/cli/init/x.ts', importing('@slack/web-api'), RESTRICTED],
  ['src/domain/x.ts', importing('node:fs'), RESTRICTED],
  ['src/domain/x.ts', importing('node:fs/promises'), RESTRICTED],
  ['src/domain/x.ts', importing('pino'), RESTRICTED],
  ['src/x.ts', importing('../sandbox/main.ts'), RESTRICTED],
  ['src/web/x.ts', importing('../../test/support/servers/database.ts'), RESTRICTED],
  ['src/workflows/x.ts', importing('not-in-package-json'), 'lint/correctness/noUndeclaredDependencies'],
  ['src/web/x.ts', 'export const port = process.env.PORT;\n', 'lint/style/noProcessEnv'],
  ['src/web/x.ts', 'export async function f() {}\nexport function g() {\n  f();\n}\n', 'lint/nursery/noFloatingPromises'],
  ['src/web/CamelCase.ts', 'export const a = 1;\n', 'lint/style/useFilenamingConvention'],
  ['src/web/long.ts', `export const a = [\n${'  1,\n'.repeat(400)}];\n`, 'lint/style/noExcessiveLinesPerFile'],
  ['test/unit/x.test.ts', "it.skip('x', () => {});\n", 'lint/suspicious/noSkippedTests'],
  ['test/unit/x.test.ts', "it.only('x', () => {});\n", 'lint/suspicious/noFocusedTests'],
];

/** What the rooms are for, so that the rules do not forbid everything. */
const accepted: [path: string, code: string][] = [
  ...pairs.flatMap(({ from, to, may }) => (may ? [crossing(from, to)] : [])),
  ...owned.flatMap(({ room, name, may }): [string, string][] => (may && name !== '@slack/types' ? [[fileIn(room), importing(name)]] : [])),
  ['src/domain/x.ts', importing('zod')],
  ['src/domain/x.ts', importing('./incident.ts')],
  ['src/storage/tables/incident/x.ts', importing('../../../domain/incident/incident.ts')],
  ['src/integrations/slack/x.ts', importing('../../domain/ports/chat.ts')],
  ['src/workflows/runtime/x.ts', importing('./outbox.ts')],
  ['src/config.ts', 'export const port = process.env.PORT;\n'],
  ['test/unit/x.ts', importing('../../../sandbox/faults.ts')],
];

describe('the lint rules', () => {
  let found: Map<string, string[]>;
  let scratch: string;

  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'bongsu-rules-'));
    for (const file of ['biome.json', 'package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(scratch, file));
    const files = new Map([
      ...refused.map(([path, code], index) => [placed(path, `refused-${index}`), code] as const),
      ...accepted.map(([path, code], index) => [placed(path, `accepted-${index}`), code] as const),
      ['src/web/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n"] as const,
      ['src/web/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n"] as const,
    ]);
    for (const [path, code] of files) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), code);
    }
    found = lint(scratch);
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(refused.map(([path, code, rule], index) => ({ path, code: code.split('\n')[0], rule, index })))(
    'refuse in $path: $code ($rule)',
    ({ path, rule, index }) => {
      expect(found.get(placed(path, `refused-${index}`)) ?? []).toContain(rule);
    },
  );

  it.each(accepted.map(([path, code], index) => ({ path, code: code.split('\n')[0], index })))(
    'accept in $path: $code',
    ({ path, index }) => {
      expect(found.get(placed(path, `accepted-${index}`)) ?? []).toEqual([]);
    },
  );

  it('refuse a circle of imports', () => {
    expect(found.get('src/web/one.ts')).toContain('lint/suspicious/noImportCycles');
  });
});

function importing(specifier: string): string {
  return `import * as x from '${specifier}';\nexport const y = x;\n`;
}

/** Each `x` gets a file name of its own; the others are files that the rules know by name. */
function placed(path: string, name: string): string {
  return path.endsWith('/x.ts') || path.endsWith('/x.test.ts') ? path.replace(/\/x\./, `/${name}.`) : path;
}

/** Biome's diagnostics: file → the rules it breaks. */
function lint(directory: string): Map<string, string[]> {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [BIOME, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json'],
    {
      cwd: directory,
      encoding: 'utf8',
      maxBuffer: 50_000_000,
    },
  );
  const start = stdout.indexOf('{');
  if (start < 0) throw new Error(`Biome said nothing: ${stderr}`);
  const { diagnostics } = JSON.parse(stdout.slice(start)) as {
    diagnostics: { category: string; location: { path: string | { file: string } } }[];
  };
  const found = new Map<string, string[]>();
  for (const { category, location } of diagnostics) {
    const path = typeof location.path === 'string' ? location.path : location.path.file;
    found.set(path, [...(found.get(path) ?? []), category]);
  }
  return found;
}
