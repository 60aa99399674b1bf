import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const RESTRICTED = 'lint/style/noRestrictedImports';
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

/** One line of a file that must not be accepted: where, what, and by which rule. */
const refused: [path: string, code: string, rule: string][] = [
  ...forbidden('src/domain', [
    'storage/index',
    'events/happened',
    'integrations/http',
    'workflows/declare-incident',
    'commands/open',
    'bot/door',
    'web/door',
  ]),
  ...forbidden('src/storage', [
    'events/happened',
    'integrations/http',
    'workflows/declare-incident',
    'commands/open',
    'bot/door',
    'web/door',
    'config',
    'app',
  ]),
  ...forbidden('src/events', ['workflows/declare-incident', 'integrations/http', 'commands/open', 'bot/door', 'web/door', 'config', 'app']),
  ...forbidden('src/integrations', [
    'events/happened',
    'storage/index',
    'workflows/declare-incident',
    'commands/open',
    'bot/door',
    'web/door',
    'config',
    'app',
  ]),
  ...forbidden('src/workflows', ['integrations/http', 'commands/open', 'bot/door', 'web/door', 'config', 'app']),
  ...forbidden('src/workflows/runtime', ['../integrations/http', '../commands/open', '../bot/door', '../web/door', '../config', '../app']),
  ...forbidden('src/commands', [
    'events/happened',
    'integrations/http',
    'bot/door',
    'web/door',
    'storage/stores/incidents',
    'config',
    'app',
  ]),
  ...forbidden('src/bot', ['events/happened', 'integrations/http', 'storage/index', 'web/door', 'config', 'app']),
  ...forbidden('src/web', ['events/happened', 'integrations/http', 'storage/index', 'bot/door', 'config', 'app']),
  ['src/integrations/slack/x.ts', importing('../../bot/door.ts'), RESTRICTED],
  ['src/bot/presenters/x.ts', importing('../../integrations/slack/index.ts'), RESTRICTED],
  ['src/domain/playbook/x.ts', importing('../../storage/index.ts'), RESTRICTED],
  ['src/commands/x.ts', "import { openStorage } from '../storage/index.ts';\nexport const y = openStorage;\n", RESTRICTED],
  ['src/commands/x.ts', "import type { Presenter } from '../domain/views.ts';\nexport type Y = Presenter;\n", RESTRICTED],
  ['src/commands/x.ts', "import type { ChatMessage } from '../domain/message.ts';\nexport type Y = ChatMessage;\n", RESTRICTED],
  ...everywhereBut('typeorm', ['storage']),
  ...everywhereBut('pg', ['storage', 'workflows/runtime', 'integrations']),
  ...everywhereBut('bullmq', ['workflows/runtime']),
  ...everywhereBut('ioredis', ['workflows/runtime', 'integrations']),
  ...everywhereBut('@slack/bolt', ['bot']),
  ...everywhereBut('@slack/socket-mode', ['bot']),
  ...everywhereBut('ws', ['bot']),
  ...everywhereBut('@slack/web-api', ['integrations']),
  ...everywhereBut('kafkajs', ['integrations']),
  ...everywhereBut('nodemailer', ['integrations']),
  ...everywhereBut('fastify', ['web']),
  ['src/x.ts', importing('typeorm'), RESTRICTED],
  ['src/x.ts', importing('bullmq'), RESTRICTED],
  ['src/doctor/x.ts', importing('typeorm'), RESTRICTED],
  ['src/init/x.ts', importing('@slack/web-api'), RESTRICTED],
  ['src/domain/x.ts', importing('node:fs'), RESTRICTED],
  ['src/domain/x.ts', importing('node:fs/promises'), RESTRICTED],
  ['src/domain/x.ts', importing('pino'), RESTRICTED],
  ['src/x.ts', importing('../sandbox/main.ts'), RESTRICTED],
  ['src/web/x.ts', importing('../../test/support/database.ts'), RESTRICTED],
  ['src/workflows/x.ts', importing('not-in-package-json'), 'lint/correctness/noUndeclaredDependencies'],
  ['src/web/x.ts', 'export const port = process.env.PORT;\n', 'lint/style/noProcessEnv'],
  ['src/web/x.ts', 'export async function f() {}\nexport function g() {\n  f();\n}\n', 'lint/nursery/noFloatingPromises'],
  ['src/web/CamelCase.ts', 'export const a = 1;\n', 'lint/style/useFilenamingConvention'],
  ['src/web/long.ts', `export const a = [\n${'  1,\n'.repeat(400)}];\n`, 'lint/style/noExcessiveLinesPerFile'],
  ['test/unit/x.test.ts', "it.skip('x', () => {});\n", 'lint/suspicious/noSkippedTests'],
  ['test/unit/x.test.ts', "it.only('x', () => {});\n", 'lint/suspicious/noFocusedTests'],
];

/** What the layers are for, so that the rules do not forbid everything. */
const accepted: [path: string, code: string][] = [
  ['src/domain/x.ts', importing('zod')],
  ['src/domain/x.ts', importing('./incident.ts')],
  ['src/storage/x.ts', importing('typeorm')],
  ['src/storage/stores/x.ts', importing('../../domain/incident.ts')],
  ['src/integrations/kafka/x.ts', importing('kafkajs')],
  ['src/integrations/slack/x.ts', importing('@slack/web-api')],
  ['src/integrations/slack/x.ts', importing('../../domain/ports.ts')],
  ['src/workflows/x.ts', importing('../storage/index.ts')],
  ['src/workflows/x.ts', importing('../events/happened.ts')],
  ['src/events/x.ts', importing('../storage/index.ts')],
  ['src/workflows/runtime/x.ts', importing('bullmq')],
  ['src/workflows/runtime/x.ts', importing('ioredis')],
  ['src/commands/x.ts', importing('../workflows/declare-incident.ts')],
  ['src/commands/x.ts', "import type { Storage } from '../storage/index.ts';\nexport type Y = Storage;\n"],
  ['src/bot/x.ts', importing('../commands/index.ts')],
  ['src/bot/x.ts', importing('@slack/bolt')],
  ['src/web/x.ts', importing('fastify')],
  ['src/web/x.ts', importing('../workflows/declare-incident.ts')],
  ['src/x.ts', importing('./integrations/slack/index.ts')],
  ['src/app.ts', importing('@slack/bolt')],
  ['src/config.ts', 'export const port = process.env.PORT;\n'],
  ['test/unit/x.ts', importing('../../sandbox/faults.ts')],
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

/** `from` may not import these files, named relative to src. */
function forbidden(from: string, targets: readonly string[]): [string, string, string][] {
  return targets.map((target) => [`${from}/x.ts`, importing(`../${target}.ts`), RESTRICTED]);
}

function everywhereBut(library: string, allowed: readonly string[]): [string, string, string][] {
  const layers = ['domain', 'storage', 'integrations', 'workflows', 'workflows/runtime', 'commands', 'bot', 'web'];
  return layers.filter((layer) => !allowed.includes(layer)).map((layer) => [`src/${layer}/x.ts`, importing(library), RESTRICTED]);
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
