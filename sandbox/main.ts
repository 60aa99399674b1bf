import { readCommandLine } from '../src/command-line.ts';
import { ConfigError } from '../src/config.ts';
import { errorText } from '../src/domain/errors.ts';
import { PlaybookError } from '../src/domain/playbook/playbook-error.ts';
import { type Ending, whenToEnd } from './ending.ts';
import { DEMO_TOKEN } from './page/bot-door.ts';
import { type Demo, startDemo } from './page/demo.ts';

const PORT = 4600;
const BOT_PORT = 4601;
/** Half an hour in a minute: fast enough to watch, slow enough that a briefing is edited a few times between two updates. */
const TIME_SCALE = 30;

const USAGE = `npm run demo    Bongsu with a Slack, a Zoom and a coupon service of its own, in the browser; Ctrl-C stops everything

  --playbook playbooks/mine.yml    your own playbook, or a folder of them, of which the default service is shown; signals that no model knows get made-up numbers

Variables: PORT (${PORT}), BOT_PORT (${BOT_PORT}: the bot's own pages and doors), TIME_SCALE (${TIME_SCALE}), DEMO_LANGUAGE (en or ko)
`;

/** `npm run demo`: starts everything, prints where it is, and leaves nothing behind, however it ends. Reads PORT, BOT_PORT, TIME_SCALE and DEMO_LANGUAGE. */
async function main(): Promise<void> {
  const { values } = readCommandLine({ usage: USAGE, options: { playbook: { type: 'string' } } });
  const port = number('PORT', PORT, isPort, 'a port from 0 to 65535');
  const botPort = number('BOT_PORT', BOT_PORT, isPort, 'a port from 0 to 65535');
  const timeScale = number('TIME_SCALE', TIME_SCALE, (value) => value > 0 && value <= 3_600, 'a number above 0, at most 3600');
  const language = process.env.DEMO_LANGUAGE?.trim() || (values.playbook === undefined ? 'en' : undefined);
  if (language !== undefined && language !== 'en' && language !== 'ko') {
    throw new ConfigError([{ name: 'DEMO_LANGUAGE', found: JSON.stringify(language), wanted: 'en or ko' }]);
  }

  let demo: Demo | undefined;
  let ending: Ending | undefined;
  const stop = async (why: Ending): Promise<void> => {
    if (why.why === 'asked') process.stdout.write('Stopping …\n');
    await demo?.stop();
    if (why.why === 'broken') fail(why.error);
    process.exit(0);
  };
  whenToEnd((why) => {
    ending = why;
    // Still starting: it stops as soon as it can be stopped.
    if (demo) stop(why).catch(fail);
  });

  process.stdout.write(
    `Starting Bongsu with a Slack, a Zoom and a ${values.playbook === undefined ? 'coupon ' : ''}service of its own …\n`,
  );
  demo = await startDemo({ port, botPort, timeScale, playbookPath: values.playbook, language });
  if (ending) return await stop(ending);
  const { madeUp } = demo.stage.world.coupon;
  process.stdout.write(`
  Open ${demo.url} in your browser. Ctrl-C stops everything.

  The bot's own pages are at ${demo.botUrl}
    /status, /status.json    what users are told${madeUp ? '' : '\n    /shop                    a page of the service that follows it, with its waiting screen'}
    POST /alerts/…           alertmanager, grafana or generic, with the token ${DEMO_TOKEN}

`);
  if (madeUp)
    process.stdout.write(`  No model knows this playbook, so all numbers of its signals are made up: each moves as its scenarios say, and
  mitigations that set a value help against the causes that name them. Logs, pools and heaps are empty.

`);
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 65_535;
}

function number(name: string, otherwise: number, fits: (value: number) => boolean, wanted: string): number {
  const found = process.env[name]?.trim();
  if (!found) return otherwise;
  const value = Number(found);
  if (!fits(value)) throw new ConfigError([{ name, found: JSON.stringify(found), wanted }]);
  return value;
}

function fail(error: unknown): void {
  const known = error instanceof ConfigError || error instanceof PlaybookError;
  process.stderr.write(`${known || !(error instanceof Error) ? errorText(error) : (error.stack ?? error.message)}\n`);
  process.exit(1);
}

main().catch(fail);
