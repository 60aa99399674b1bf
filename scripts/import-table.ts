import { readFileSync, writeFileSync } from 'node:fs';
import { readCommandLine } from '../src/command-line.ts';
import { withLintRules } from './imports/biome.ts';
import { withTable } from './imports/table-page.ts';

readCommandLine({ usage: 'npm run import-table    writes biome.json and the table in docs/architecture.md' });

/** Writes what is made from `scripts/imports/table.ts`, after a change of it: `npm run import-table`. */
for (const [path, made] of [
  ['../biome.json', withLintRules],
  ['../docs/architecture.md', withTable],
] as const) {
  const file = new URL(path, import.meta.url);
  writeFileSync(file, made(readFileSync(file, 'utf8')));
}
