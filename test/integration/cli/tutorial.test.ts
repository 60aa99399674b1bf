import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../../support/bots/programs.ts';

/** What docs/tutorial.md says that its commands print, in the order of the page; the parts that go by the day are left out there. */

const ROOT = join(import.meta.dirname, '../../..');
const printed = (page: string): string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, text = '']) =>
    kind === '' ? [text] : [],
  );

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'tutorial-'));
  cpSync(join(ROOT, 'playbooks/acme'), join(folder, 'playbooks/acme'), { recursive: true });
  cpSync(join(ROOT, 'playbooks/acme'), join(folder, 'playbooks/ours'), { recursive: true });
  symlinkSync(join(ROOT, 'test'), join(folder, 'test'));
});

function run(name: 'check' | 'import', ...words: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [program(name), ...words], { cwd: folder, encoding: 'utf8', env: {} });
  return stdout + stderr;
}

function change(file: string, from: string, to: string): void {
  const path = join(folder, 'playbooks/ours', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

it('prints what the tutorial says, in both languages of it', () => {
  const said = [run('check', 'playbooks/acme')];
  change('organisation.yml', 'L1: [ana, bo]', 'L1: [anna, bo]');
  said.push(run('check', 'playbooks/ours'));
  change('organisation.yml', 'L1: [anna, bo]', 'L1: [bo, ana]');
  change('orders.yml', '- { id: A2, level: L2, at: 30m }', '- { id: A2, level: L2, at: 20m }');
  const compared = run('check', 'playbooks/ours', '--against', 'playbooks/acme');
  said.push(compared.replace(/L1, .* to .*: Ana/, 'L1, …: Ana'));
  const imported = run('import', 'opsgenie', 'test/data/opsgenie', '--from', '2026-03-02', '--out', 'playbooks/imported/organisation.yml');
  said.push(`${imported.split('\n').slice(0, 3).join('\n')}\n`);
  expect(printed('docs/tutorial.md')).toEqual(said);
  expect(printed('docs/ko/tutorial.md')).toEqual(said);
});
