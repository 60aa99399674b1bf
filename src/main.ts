import { readFile } from 'node:fs/promises';
import { createApp } from './app.ts';
import { ConfigError, loadConfig, secretsIn } from './config.ts';
import { errorText, UserError } from './domain/errors.ts';
import { PlaybookError } from './domain/playbook/playbook-error.ts';
import { useEnvFile } from './env-file.ts';
import { createLog } from './integrations/log.ts';
import { RolesError, rolesFrom } from './roles.ts';
import { reportOncall } from './workflows/check-oncall.ts';

/** Starts Bongsu with the environment's configuration; stops in order on SIGINT and SIGTERM. Exits 1 when it cannot start. */
async function main(): Promise<void> {
  const roles = rolesFrom(process.argv.slice(2));
  useEnvFile();
  const config = loadConfig();
  const log = createLog({ level: config.logLevel, secrets: secretsIn(config) });
  const app = await createApp(config, log, { roles });
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
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'Stopping.');
    app.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'Stopping went wrong.');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  if (roles.has('worker')) await reportOncall(app.runtime, await readFile(config.playbook, 'utf8'));
}

main().catch((error: unknown) => {
  // Before there is a log, and for people: what is wrong, whole, without a stack when the mistake is in their files.
  const known = error instanceof ConfigError || error instanceof RolesError || error instanceof PlaybookError || error instanceof UserError;
  process.stderr.write(`${known || !(error instanceof Error) ? errorText(error) : (error.stack ?? error.message)}\n`);
  process.exit(1);
});
