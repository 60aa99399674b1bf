import { readCommandLine } from '../command-line.ts';
import { UserError } from '../domain/errors.ts';
import { createLog } from '../integrations/log.ts';
import { createAnswersAsker } from './init/answers-asker.ts';
import type { Asker } from './init/ask.ts';
import { runInit } from './init/run-init.ts';
import { createTerminalAsker } from './init/terminal-asker.ts';

const USAGE = `npm run init                              asks at the terminal
npm run init -- --answers answers.json    takes the answers from a file (docs/install.md lists them)
npm run init -- --directory /srv/bongsu   writes .env and playbooks/ there instead of here
`;
const TIMEOUT_MS = 10_000;

/** `npm run init`: from a fresh Slack app to a `.env` and a playbook that start. Exit code 1: nothing was written, and why. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = readCommandLine({ usage: USAGE, options: { answers: text, directory: text } });
  const asker = askerFor(values.answers);
  try {
    await runInit({ asker, directory: values.directory ?? '.', log: createLog({ level: 'silent' }), timeoutMs: TIMEOUT_MS });
  } finally {
    asker.close();
  }
}

function askerFor(answers: string | undefined): Asker {
  if (answers !== undefined) return createAnswersAsker(answers, (text) => void process.stdout.write(`${text}\n`));
  return createTerminalAsker({ input: process.stdin, output: process.stdout, interactive: process.stdin.isTTY ? 'terminal' : 'pipe' });
}

main().catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
});
