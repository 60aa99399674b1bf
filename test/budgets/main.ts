import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine } from '../../src/command-line.ts';
import { countBundle } from './bundle.ts';
import { type CountedStatement, startCountingPostgres } from './counted-statements.ts';
import { countIdleSweep } from './idle-sweep.ts';
import { countOpening } from './opening.ts';

/**
 * `npm run budgets`: what Bongsu costs, in numbers that do not depend on the machine, each beside its limit. Ends with one line of JSON; exit 1 when a number is above its limit.
 * A count may fall freely; whoever raises one edits limits.json and says why in the commit.
 */

type Limits = Record<string, { limit: number; goal?: number; was?: string }>;
const LIMITS: Limits = JSON.parse(readFileSync(new URL('limits.json', import.meta.url), 'utf8'));

/** Characters of a statement. */
const SHOWN = 200;

const { values } = readCommandLine({
  usage: `npm run budgets                    counts what Bongsu costs, each count beside its limit
npm run budgets -- --statements    lists what was counted
`,
  options: { statements: { type: 'boolean' } },
});
const isWordy = values.statements === true;
// Where the server's data are put; it may run as somebody else.
const folder = mkdtempSync(join(tmpdir(), 'bongsu-budgets-'));
chmodSync(folder, 0o711);
process.env.TEST_RUN_DIR = folder;
const postgres = await startCountingPostgres();
try {
  const { listed: opening, slackCalls, ...openingCost } = await countOpening(postgres);
  const { listed: sweep, ...sweepCost } = await countIdleSweep(postgres);
  const { modules, ...bundleCost } = await countBundle(postgres);
  if (isWordy) {
    list('The first 4 s of an opening', opening);
    process.stdout.write(`\nAsked of Slack: ${slackCalls.join(', ')}\n`);
    list('An idle sweep', sweep);
    listModules(modules);
  }
  const budgets: Record<string, number> = { ...openingCost, ...sweepCost, ...bundleCost };
  for (const [name, count] of Object.entries(budgets)) {
    const { limit, goal, was } = LIMITS[name] ?? {};
    const beside = [limit === undefined ? 'no limit' : `limit ${limit}`, goal && `goal ${goal}`, was].filter(Boolean).join(', ');
    process.stdout.write(`${name.padEnd(24)} ${String(count).padStart(8)}   ${beside}\n`);
  }
  const above = Object.entries(budgets).filter(([name, count]) => count > (LIMITS[name]?.limit ?? Number.POSITIVE_INFINITY));
  for (const [name, count] of above) {
    process.stdout.write(
      `${name} is ${count}, above its limit of ${LIMITS[name]?.limit}. Find out which came to it with: npm run budgets -- --statements\n`,
    );
    process.exitCode = 1;
  }
  process.stdout.write(`${JSON.stringify({ budgets })}\n`);
} finally {
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
}

function list(title: string, statements: readonly CountedStatement[]): void {
  process.stdout.write(`\n${title}:\n`);
  for (const { query, calls, sent } of statements) {
    process.stdout.write(`${String(calls).padStart(5)} ${sent ? 'sent  ' : 'within'} ${query.replace(/\s+/g, ' ').slice(0, SHOWN)}\n`);
  }
}

function listModules(modules: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const file of modules) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? 'of ours';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  process.stdout.write('\nModules loaded until it is ready:\n');
  for (const [name, count] of [...counts].sort(([, a], [, b]) => b - a)) process.stdout.write(`${String(count).padStart(5)} ${name}\n`);
}
