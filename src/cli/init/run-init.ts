import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Config, ConfigError, loadConfigWith, SECRETS } from '../../config.ts';
import { OperatorError } from '../../domain/errors.ts';
import { warningsOf } from '../../domain/playbook/checks/warnings.ts';
import { parsePlaybook } from '../../domain/playbook/parse.ts';
import { pathText } from '../../domain/playbook/playbook-error.ts';
import type { Log } from '../../domain/ports/log.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { BRIDGES } from '../../integrations/bridges/index.ts';
import { METRICS_VENDORS } from '../../integrations/metrics/index.ts';
import { KNOWN_NAMES } from '../../known-names.ts';
import { type Asker, mustAnswer } from './ask.ts';
import { askedIn } from './ask-account.ts';
import type { Draft, Step, StepContext } from './draft.ts';
import { envText } from './env-text.ts';
import { playbookText } from './playbook/playbook-text.ts';
import { type TeamAnswers, teamText } from './playbook/team-text.ts';
import { bridgeStep } from './steps/bridge.ts';
import { channelsStep } from './steps/channels.ts';
import { metricsStep } from './steps/metrics.ts';
import { peopleStep } from './steps/people.ts';
import { placeStep } from './steps/place.ts';
import { serviceStep } from './steps/service.ts';
import { workspaceStep } from './steps/workspace.ts';
import { otherVariables, writeFiles } from './write-files.ts';

/** The seven questions, in the order in which they are asked. */
const STEPS: readonly Step[] = [workspaceStep, channelsStep, peopleStep, placeStep, bridgeStep, serviceStep, metricsStep];

/** Variables that the questions decide: an earlier value of them does not outlive an answer. */
const OWNED = [
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_BOT_TOKEN',
  'PUBLIC_URL',
  ...[...BRIDGES, ...METRICS_VENDORS].flatMap(({ account }) => askedIn(account)),
  'PLAYBOOK',
];

export interface InitOptions {
  asker: Asker;
  /** Where `.env` and `playbooks/` are. */
  directory: string;
  log: Log;
  /** Per outside call, in milliseconds. */
  timeoutMs: number;
}

/**
 * Asks, checks each answer against the real thing, shows what it would write, and writes `.env` and a playbook with which Bongsu starts.
 * Rejects with UserError, having written nothing, when it was stopped or may not replace what is there.
 */
export async function runInit({ asker, directory, log, timeoutMs }: InitOptions): Promise<void> {
  const draft: Draft = {
    variables: {},
    team: { people: {}, oncall: { L1: [], L2: [], operations: [] }, zone: '', language: '', hosts: [] },
  };
  const context: StepContext = {
    asker,
    draft,
    log,
    timeoutMs,
    config: (given = {}) => configOf({ ...draft.variables, ...given }),
  };
  for (const [index, step] of STEPS.entries()) {
    asker.say(`\n${index + 1} of ${STEPS.length}  ${step.title}`);
    await step.run(context);
  }

  const service = draft.service;
  if (!service) throw new Error('the service was not asked for');
  asker.say('');
  const name = await mustAnswer(
    asker,
    { key: 'name', text: 'Name of the playbook', proposed: service.key.replaceAll('_', '-') },
    plainName,
  );
  const playbookPath = join(directory, 'playbooks', `${name}.yml`);
  const envPath = join(directory, '.env');
  draft.variables.PLAYBOOK = relative(directory, playbookPath);
  const team = answersOf(draft);
  const has = { hasBridge: team.hosts.length > 0 || team.fallback !== undefined, hasSupport: team.support !== undefined };
  const { text: playbook, system } = playbookText(team, { ...service, language: team.language, ...has });
  // What was just made must start; a mistake here is ours, not theirs.
  const left = warningsOf(parsePlaybook(playbook, `${name}.yml`, KNOWN_NAMES), systemClock.now());

  asker.say(`\n${playbookPath}, of which the team's part is:\n\n${teamText(team)}`);
  asker.say(`${envPath}:\n\n${envText(hidden(draft.variables))}`);
  for (const path of [playbookPath, envPath].filter((one) => existsSync(one))) await mayReplace(asker, path);
  await mustSayYes(asker, { key: 'write', text: 'Write both', proposed: 'yes' });
  const kept = otherVariables(envPath, OWNED);
  writeFiles([
    { path: playbookPath, text: playbook, holds: 'nothing secret' },
    { path: envPath, text: envText({ ...draft.variables, ...kept }), holds: 'secrets' },
  ]);
  asker.say(
    [
      'Written.',
      ...left.map(({ path, message }) => `  ! Left to you: ${pathText(path)}: ${message}`),
      ...(system.withoutLimits.length > 0
        ? [`  ! Without thresholds as yet: ${system.withoutLimits.join(', ')}; the playbook says why.`]
        : []),
      ...(Object.keys(system.sections.mitigations as object).length > 0
        ? ['  ! Mitigations are plans only: name what they act on, then set enabled: true (docs/mitigations.md).']
        : []),
      `npm run check -- ${draft.variables.PLAYBOOK} looks at it again after each change; npm run doctor says what does not work yet, and what to do`,
      'about it; npm start runs Bongsu.',
    ].join('\n'),
  );
}

function configOf(variables: Readonly<Record<string, string>>): Config {
  try {
    return loadConfigWith(variables);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new OperatorError(
      'bad_answer',
      error.problems.map(({ name, found, wanted }) => `${name}: found ${found}; wanted ${wanted}.`).join(' '),
    );
  }
}

function answersOf({ team }: Draft): TeamAnswers {
  const { status, support, fallback, ...rest } = team;
  if (!status) throw new Error('the status channel was not asked for');
  return { ...rest, status, ...(support && { support }), ...(fallback !== undefined && { fallback }) };
}

async function mayReplace(asker: Asker, path: string): Promise<void> {
  const stays = path.endsWith('.env') ? ' (variables that were not asked for stay)' : '';
  await mustSayYes(asker, { key: 'overwrite', text: `${path} exists. Replace it${stays}`, proposed: 'no' });
}

async function mustSayYes(asker: Asker, question: { key: string; text: string; proposed: 'yes' | 'no' }): Promise<void> {
  const said = await mustAnswer(asker, { ...question, text: `${question.text}? (yes or no)` }, (answer) => {
    if (!/^(y|yes|n|no)$/i.test(answer)) throw new OperatorError('yes_or_no', 'Answer yes or no.');
    return answer.toLowerCase().startsWith('y');
  });
  if (!said) throw new OperatorError('kept', `Nothing was written (${question.key}: no).`);
}

function plainName(answer: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(answer)) throw new OperatorError('bad_name', 'Use lower-case letters, digits and -, at most 40.');
  return answer;
}

function hidden(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, SECRETS.has(name) ? '…hidden…' : value]));
}
