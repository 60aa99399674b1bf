import { readFileSync } from 'node:fs';
import { readCommandLine } from '../src/command-line.ts';
import { httpManifest } from './http-manifest.ts';
import { renamedCommand } from './renamed-command.ts';

const USAGE = `npm run manifest                                    the Socket Mode manifest
npm run manifest -- --http https://bongsu.example.com   the HTTP one, for an address that Slack can reach
npm run manifest -- --command /bongsu               either, with another slash command; set SLASH_COMMAND to the same
`;

/** Prints the app manifest, to be pasted at https://api.slack.com/apps → Create New App → From a manifest. */
function main(): void {
  const { values } = readCommandLine({ usage: USAGE, options: { http: { type: 'string' }, command: { type: 'string' } } });
  const shipped = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
  const manifest = values.command === undefined ? shipped : renamedCommand(shipped, values.command);
  process.stdout.write(values.http === undefined ? manifest : httpManifest(manifest, values.http));
}

try {
  main();
} catch (error) {
  process.stderr.write(`manifest: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}
