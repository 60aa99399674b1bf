import { createPresenter } from '../bot/surfaces/presenter.ts';
import { readCommandLine } from '../command-line.ts';
import { ConfigError, loadConfigWithout, secretsIn } from '../config.ts';
import { errorSaid, OperatorError, UserError } from '../domain/errors.ts';
import type { Language } from '../domain/language/bilingual.ts';
import { type Said, saidIn } from '../domain/language/said.ts';
import { plainWords, type Told } from '../domain/language/words.ts';
import type { Refusal } from '../domain/mitigation/guard.ts';
import type { Plan } from '../domain/mitigation/plan.ts';
import { momentOf } from '../domain/oncall/moment.ts';
import { PlaybookError } from '../domain/playbook/playbook-error.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import { own } from '../domain/text/own.ts';
import { systemClock } from '../domain/time/clock.ts';
import { useEnvFile } from '../env-file.ts';
import { createExecutors } from '../integrations/executors/index.ts';
import { createLog } from '../integrations/log.ts';
import { createMask } from '../integrations/mask.ts';
import { createMetrics } from '../integrations/metrics/index.ts';
import { slackAccount } from '../integrations/slack/account.ts';
import { readOrganisation, serviceOf } from '../read-organisation.ts';
import { type NoRecords, openRecords } from '../storage/records.ts';
import { systemRandom } from '../system-random.ts';
import { askGuard } from '../workflows/mitigation/ask-guard.ts';
import type { PlanningRuntime } from '../workflows/mitigation/kinds/mitigation.ts';
import { knownMitigation } from '../workflows/mitigation/known-mitigation.ts';
import { NOTHING_WRITTEN } from '../workflows/mitigation/nothing-written.ts';
import { tryPlan } from '../workflows/mitigation/plan-mitigation.ts';
import { whoMay } from './doctor/who-may.ts';

/**
 * `npm run mitigate -- plan scale-consumers to=12`: what a mitigation would do now, and what its guard would answer, without Slack. Reads the targets and the database as they are, and
 * changes nothing: no database is made, started or migrated. Exit code 1: it could not be run like this, or the guard would not let it; 2: something is wrong with what was asked for.
 */
const USAGE = `npm run mitigate -- plan <mitigation> [key=value …] [--as <who>] [--at <when>] [--service <key>] [--json]
  --as    whom to ask the guard about: a person of the playbook, or a Slack user id
  --at    when they would press: 23:30, 2026-12-01T23:30 (in the team's zone), or a time with a zone of its own; now unless given
  --service  of which service, where there are several; the organisation's default unless given`;

const NOT_KNOWN: Record<NoRecords, string> = {
  none: "Bongsu's database does not run",
  'no-answer': 'the database does not answer',
  'other-release': 'the database is empty or of another release',
};

try {
  const asked = readArguments();
  const answer = await planned(asked);
  process.stdout.write(`${asked.json ? JSON.stringify({ ...answer.plan, guard: answer.guard }, null, 2) : readable(asked.name, answer)}\n`);
  if (answer.problem !== undefined) process.stderr.write(`${answer.problem}\n`);
  process.exitCode = exitCode(answer);
} catch (error) {
  const expected = error instanceof UserError || error instanceof ConfigError || error instanceof PlaybookError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** What is off may well have nothing to act on yet: that is no mistake of whoever asks. */
function exitCode({ plan, guard: { refusal } }: Planned): number {
  if (!plan && refusal?.code !== 'off') return 2;
  return refusal === undefined && plan?.refusal === undefined ? 0 : 1;
}

interface Asked {
  name: string;
  chosen: Record<string, string>;
  as: string | undefined;
  at: string | undefined;
  service: string | undefined;
  json: boolean;
}

function readArguments(): Asked {
  const text = { type: 'string' } as const;
  const options = { as: text, at: text, service: text, json: { type: 'boolean', default: false } } as const;
  const { values, words } = readCommandLine({ usage: USAGE, options, words: ['plan'] });
  const [, name, ...choices] = words;
  if (name === undefined) throw bad('Say which mitigation to plan.');
  const chosen = choices.map((word): [string, string] => {
    const [, key, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(word) ?? [];
    if (key === undefined || value === undefined) throw bad(`"${word}" is not written key=value.`);
    return [key, value];
  });
  return { name, chosen: Object.fromEntries(chosen), as: values.as, at: values.at, service: values.service, json: values.json };
}

function bad(what: string): OperatorError {
  return new OperatorError('bad_argument', `${what}\n  ${USAGE}`);
}

/** What the guard would answer, and to whom. */
interface GuardAnswer {
  /** Who may run it, and what it takes besides. */
  who: string;
  /** Absent: it would let them. */
  refusal?: { code: Refusal['code']; text: string };
  /** Slack user id of whom it was asked about; absent: somebody who may. */
  by?: string;
  at: Date;
  /** Why what ran before, a freeze, overrides and members of groups are not known. */
  notKnown?: NoRecords;
}

interface Planned {
  plan?: Plan;
  /** Why there is none. */
  problem?: string;
  guard: GuardAnswer;
  language: Language;
  effect: string;
}

async function planned({ name, chosen, as, at: when, service }: Asked): Promise<Planned> {
  useEnvFile();
  const config = loadConfigWithout([slackAccount]);
  const playbook = serviceOf(await readOrganisation(config.playbook), service);
  const { team } = playbook;
  const now = systemClock.now();
  const [by, at] = [
    as === undefined ? undefined : personOf(playbook, as),
    when === undefined ? now : momentOf(when, { now, zone: team.zone }),
  ];
  if (at === undefined) throw bad(`"${when}" is no time.`);
  const log = createLog({ level: 'silent' });
  const mask = createMask(secretsIn(config));
  const records = await openRecords({ url: config.databaseUrl?.reveal(), dataDir: config.dataDir, log });
  const storage = typeof records === 'string' ? NOTHING_WRITTEN : records;
  const metrics = createMetrics(config.accounts, { log });
  const executors = createExecutors(config.accounts, { clock: systemClock, log, mask, random: systemRandom });
  const runtime: PlanningRuntime = {
    storage,
    playbook,
    executors,
    metrics,
    clock: systemClock,
    log,
    mask,
    present: createPresenter({
      language: team.language,
      zone: team.zone,
      service: { key: playbook.service.key, name: playbook.service.name },
      channelPrefix: team.channels.prefix,
      command: config.command,
    }),
    stopping: new AbortController().signal,
    pause: async () => {},
  };
  try {
    const spec = own(playbook.mitigations, name);
    const result = await tried(runtime, name, chosen);
    const refusal = await askGuard({ playbook, records: storage }, { name, by, at });
    const guard = {
      who: spec ? whoMay(spec) : '',
      ...(refusal && { refusal: { code: refusal.code, text: saidByGuard(playbook, runtime.present.refusal(refusal)) } }),
      ...(by !== undefined && { by }),
      at,
      ...(typeof records === 'string' && { notKnown: records }),
    };
    const made = 'plan' in result ? { plan: result.plan } : { problem: saidIn(result.problem, 'en') };
    return { ...made, guard, language: team.language, effect: spec?.effect[team.language] ?? '' };
  } finally {
    await Promise.all([metrics.close(), executors.close()]);
    if (typeof records !== 'string') await records.close();
  }
}

/** The plan, or why there is none, of whatever the playbook has: one that it does not describe well enough to be run has a guard too. */
async function tried(runtime: PlanningRuntime, name: string, chosen: Record<string, string>): Promise<{ plan: Plan } | { problem: Said }> {
  try {
    return await tryPlan(knownMitigation(runtime, name, undefined), chosen);
  } catch (error) {
    if (error instanceof UserError && error.code === 'unusable') return { problem: errorSaid(error) };
    throw error;
  }
}

function personOf({ team }: Playbook, who: string): string {
  const named = own(team.people, who)?.slack;
  if (named !== undefined) return named;
  if (/^[UW][A-Z0-9]{2,}$/.test(who)) return who;
  throw bad(`The playbook names nobody ${JSON.stringify(who)}. It has ${Object.keys(team.people).join(', ')}.`);
}

/** As people read it in a terminal, where nobody can be mentioned. */
function saidByGuard({ team }: Playbook, told: Told): string {
  return plainWords(told.en, (id) => Object.values(team.people).find(({ slack }) => slack === id)?.name ?? id);
}

function readable(name: string, { plan, guard, language, effect }: Planned): string {
  return [
    `${name} ${chosenIn(plan)}`.trim(),
    ...(guard.refusal?.code === 'off' ? ['  OFF: the playbook does not allow it'] : []),
    ...(plan ? changesOf(plan, language) : []),
    `  ${effect}`,
    ...(plan ? whatToKnow(plan, language) : []),
    `  ${guard.who}`,
    '',
    ...(plan?.refusal ? [`It cannot be run like this: ${plan.refusal[language]}`] : []),
    guardSays(guard),
    ...(guard.notKnown ? [`What ran before, and whether everything is frozen, is not known: ${NOT_KNOWN[guard.notKnown]}.`] : []),
    'Nothing was changed.',
  ].join('\n');
}

function chosenIn(plan: Plan | undefined): string {
  return Object.entries(plan?.parameters ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ');
}

function changesOf({ changes, details }: Plan, language: Language): string[] {
  const value = (of: unknown) => (of === null ? 'not set' : String(of));
  return [
    ...changes.map(({ where, from, to, unit }) => `  ${where}: ${value(from.value)} -> ${value(to)}${unit ? ` ${unit[language]}` : ''}`),
    ...details.map((line) => `  ${line}`),
  ];
}

function whatToKnow({ warnings, typed, undo, changes }: Plan, language: Language): string[] {
  return [
    ...warnings.map((warning) => `  ! ${warning[language]}`),
    ...(typed === undefined ? [] : [`  to be confirmed by typing ${typed}`]),
    `  ${undo ? `undo: ${undo[language]}` : 'cannot be undone'}`,
    ...changes.map(({ byHand }) => `  by hand: ${byHand.set}`),
  ];
}

function guardSays({ refusal, by, at }: GuardAnswer): string {
  const moment = `${at.toISOString().slice(0, 16)}Z`;
  const whom = by ?? 'somebody who may';
  return refusal ? `At ${moment} the guard would refuse ${whom}: ${refusal.text}` : `At ${moment} the guard would let ${whom} run it.`;
}
