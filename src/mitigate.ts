import { parseArgs } from 'node:util';
import { openDatabase, readPlaybook } from './app.ts';
import { createPresenter } from './bot/presenters/presenter.ts';
import { ConfigError, loadConfigWithoutSlack, secretsIn } from './config.ts';
import { systemClock } from './domain/clock.ts';
import { errorText, OperatorError, UserError } from './domain/errors.ts';
import type { Plan } from './domain/mitigation/plan.ts';
import { PlaybookError } from './domain/playbook/playbook-error.ts';
import type { Language } from './domain/playbook/schema.ts';
import { saidIn } from './domain/said.ts';
import { useEnvFile } from './env-file.ts';
import { createExecutors } from './integrations/executors/index.ts';
import { createLog } from './integrations/log.ts';
import { createMask } from './integrations/mask.ts';
import { createMetrics } from './integrations/metrics/index.ts';
import { systemRandom } from './system-random.ts';
import { knownMitigation } from './workflows/mitigate/known-mitigation.ts';
import { tryPlan } from './workflows/mitigate/plan-mitigation.ts';
import type { PlanningRuntime } from './workflows/mitigations/mitigation.ts';

/**
 * `npm run mitigate -- plan scale-consumers to=12`: what a mitigation would do now, without Slack. Reads the targets and changes nothing. Exit code 1: it could
 * not be run like this; 2: something is wrong with what was asked for.
 */
const USAGE = 'npm run mitigate -- plan <mitigation> [key=value …] [--json]';

try {
  const { name, chosen, json } = readArguments();
  const plan = await planned(name, chosen);
  process.stdout.write(`${json ? JSON.stringify(plan.shown, null, 2) : readable(name, plan)}\n`);
  process.exitCode = plan.shown.refusal === undefined ? 0 : 1;
} catch (error) {
  const expected = error instanceof UserError || error instanceof ConfigError || error instanceof PlaybookError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function readArguments(): { name: string; chosen: Record<string, string>; json: boolean } {
  try {
    const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
    const [what, name, ...words] = positionals;
    if (what !== 'plan' || name === undefined) throw new Error('Say which mitigation to plan.');
    const chosen = words.map((word): [string, string] => {
      const [, key, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(word) ?? [];
      if (key === undefined || value === undefined) throw new Error(`"${word}" is not written key=value.`);
      return [key, value];
    });
    return { name, chosen: Object.fromEntries(chosen), json: values.json };
  } catch (error) {
    throw new OperatorError('bad_argument', `${errorText(error)}\n  ${USAGE}`, { cause: error });
  }
}

interface Planned {
  shown: Plan;
  language: Language;
  effect: string;
}

async function planned(name: string, chosen: Record<string, string>): Promise<Planned> {
  useEnvFile();
  const config = loadConfigWithoutSlack();
  const playbook = await readPlaybook(config.playbook);
  const log = createLog({ level: 'silent' });
  const mask = createMask(secretsIn(config));
  const { team, service } = playbook;
  const database = await openDatabase(config, log);
  const metrics = createMetrics(config, { log });
  const executors = createExecutors(config, { clock: systemClock, log, mask, random: systemRandom });
  const runtime: PlanningRuntime = {
    storage: database.storage,
    playbook,
    executors,
    metrics,
    clock: systemClock,
    log,
    mask,
    present: createPresenter({
      language: team.language,
      zone: team.zone,
      service: { key: service.key, name: service.name },
      channelPrefix: team.channels.prefix,
      command: config.slack.command,
    }),
    stopping: new AbortController().signal,
    pause: async () => {},
  };
  try {
    const result = await tryPlan(knownMitigation(runtime, name, undefined), chosen);
    if ('problem' in result) throw new OperatorError('no_plan', saidIn(result.problem, 'en'));
    return { shown: result.plan, language: team.language, effect: playbook.mitigations[name]?.effect[team.language] ?? '' };
  } finally {
    await Promise.all([metrics.close(), executors.close()]);
    await database.storage.close();
    await database.release();
  }
}

function readable(name: string, { shown, language, effect }: Planned): string {
  const chosen = Object.entries(shown.parameters).map(([key, value]) => `${key}=${String(value)}`);
  const value = (of: unknown) => (of === null ? 'not set' : String(of));
  return [
    `${name} ${chosen.join(' ')}`.trim(),
    ...shown.changes.map(
      ({ where, from, to, unit }) => `  ${where}: ${value(from.value)} -> ${value(to)}${unit ? ` ${unit[language]}` : ''}`,
    ),
    ...shown.details.map((line) => `  ${line}`),
    `  ${effect}`,
    ...shown.warnings.map((warning) => `  ! ${warning[language]}`),
    ...(shown.typed === undefined ? [] : [`  to be confirmed by typing ${shown.typed}`]),
    `  ${shown.undo ? `taken back: ${shown.undo[language]}` : 'cannot be taken back'}`,
    ...shown.changes.map(({ byHand }) => `  by hand: ${byHand.set}`),
    ...(shown.refusal ? ['', `It cannot be run like this: ${shown.refusal[language]}`] : ['', 'Nothing was changed.']),
  ].join('\n');
}
