import { type App, createApp } from './app.ts';
import { ConfigError, loadConfig, mistypedNames, secretsIn } from './config.ts';
import { errorText, UserError } from './domain/errors.ts';
import { PlaybookError } from './domain/playbook/playbook-error.ts';
import { useEnvFile } from './env-file.ts';
import { createLog } from './integrations/log.ts';
import { catchWhatNobodyCatches } from './last-resort.ts';
import { readPlaybooks, teamsIn } from './read-organisation.ts';
import type { ProcessRole } from './roles.ts';
import { watchPlaybooks } from './watch-playbooks.ts';
import { reportOncall } from './workflows/oncall/check-oncall.ts';

/** Starts Bongsu with the environment's configuration; stops in order on SIGINT and SIGTERM, and when its terminal is closed; reads its playbooks anew when they change, and on SIGHUP where it has no terminal. Exits 1 when it cannot start. */
export async function start(roles: ReadonlySet<ProcessRole>): Promise<void> {
  await run(roles).catch((error: unknown) => {
    // Before there is a log, and for people: what is wrong, whole, without a stack when the mistake is in their files.
    const known = error instanceof ConfigError || error instanceof PlaybookError || error instanceof UserError;
    process.stderr.write(`${known || !(error instanceof Error) ? errorText(error) : (error.stack ?? error.message)}\n`);
    process.exit(1);
  });
}

async function run(roles: ReadonlySet<ProcessRole>): Promise<void> {
  useEnvFile();
  const config = loadConfig();
  const log = createLog({ level: config.logLevel, secrets: secretsIn(config) });
  for (const mistyped of mistypedNames()) log.warn(mistyped, 'Nothing reads this variable of the environment: its name looks mistyped.');
  let app: App | undefined;
  let asked: NodeJS.Signals | undefined;
  catchWhatNobodyCatches({
    log,
    counters: () => app?.runtime.counters,
    stop: async () => await app?.stop(),
    exit: (code) => process.exit(code),
  });
  const stop = (): void => {
    // Still starting: it stops as soon as it can be stopped.
    if (app === undefined) return;
    log.info({ signal: asked }, 'Stopping.');
    app.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'Stopping went wrong.');
        process.exit(1);
      },
    );
  };
  const ask = (signal: NodeJS.Signals): void => {
    if (asked) return;
    asked = signal;
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => ask(signal));
  }
  // A terminal that is closed ends what was started in it; without one nobody sends this but whoever has changed the playbook.
  const inTerminal = process.stdin.isTTY === true || process.stdout.isTTY === true;
  process.on('SIGHUP', () => {
    if (inTerminal) ask('SIGHUP');
    else void app?.reload();
  });
  // Whoever read our lines is gone (`| tee`, `| head`): nobody reads the next ones, and people are paged all the same.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  app = await createApp(config, log, { roles });
  if (asked) return stop();
  log.info(
    {
      url: app.url,
      slack: app.slack().mode,
      queue: app.queue.backend,
      playbook: config.playbook,
      timeScale: config.timeScale,
      roles: [...roles],
    },
    'Bongsu is ready.',
  );
  watchPlaybooks(config.playbook, () => void app?.reload());
  if (!roles.has('worker')) return;
  const teams = teamsIn(await readPlaybooks(config.playbook));
  // Services of one team have the same people on call.
  const byTeam = new Map(app.runtime.services.all.map((runtime) => [runtime.playbook.team.key, runtime]));
  for (const runtime of byTeam.values()) await reportOncall(runtime, teams);
}
