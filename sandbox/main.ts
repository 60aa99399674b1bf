import { ConfigError } from '../src/config.ts';
import { errorText } from '../src/domain/errors.ts';
import { PlaybookError } from '../src/domain/playbook/playbook-error.ts';
import { type Demo, startDemo } from './page/demo.ts';

const PORT = 4600;
/** Half an hour in a minute: fast enough to watch, slow enough that a briefing is edited a few times between two updates. */
const TIME_SCALE = 30;

/** `npm run demo`: starts everything, prints the address of the page, and stops everything on Ctrl-C. Reads PORT, TIME_SCALE and DEMO_LANGUAGE. */
async function main(): Promise<void> {
  const port = number('PORT', PORT, (value) => Number.isInteger(value) && value >= 0 && value <= 65_535, 'a port from 0 to 65535');
  const timeScale = number('TIME_SCALE', TIME_SCALE, (value) => value > 0 && value <= 3_600, 'a number above 0, at most 3600');
  const language = process.env.DEMO_LANGUAGE?.trim() || 'en';
  if (language !== 'en' && language !== 'ko') {
    throw new ConfigError([{ name: 'DEMO_LANGUAGE', found: JSON.stringify(language), wanted: 'en or ko' }]);
  }

  let demo: Demo | undefined;
  let asked = false;
  const stop = (): void => {
    if (!demo) return; // Still starting: it stops as soon as it can be stopped.
    process.stdout.write('Stopping …\n');
    demo.stop().then(() => process.exit(0), fail);
  };
  // npm passes Ctrl-C on although the terminal has sent it already, so the second one means nothing.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) return;
      asked = true;
      stop();
    });
  }

  process.stdout.write('Starting Bongsu with a pretended Slack, Zoom and coupon service …\n');
  demo = await startDemo({ port, timeScale, language });
  if (asked) return stop();
  process.stdout.write(`\n  Open ${demo.url} in your browser. Ctrl-C stops everything.\n\n`);
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
