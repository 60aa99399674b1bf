import { readFileSync } from 'node:fs';
import { closest, distance } from 'fastest-levenshtein';
import { wellFormed } from './domain/text/well-formed.ts';
import { type Account, examplesOf, type Variable } from './integrations/accounts/account.ts';
import { Accounts } from './integrations/accounts/accounts.ts';
import { ACCOUNTS } from './integrations/accounts/every-account.ts';
import { Secret } from './integrations/accounts/secret.ts';
import { type OwnSettings, ownAccount } from './own-account.ts';

/**
 * Set in the environment by the person who runs Bongsu; see docs/configuration.md. Times are milliseconds, addresses have no slash at the end. Whatever is outside
 * of Bongsu stands under `accounts`, and declares its variables itself.
 */
export interface Config extends OwnSettings {
  accounts: Accounts;
}

export interface ConfigProblem {
  /** The variable. */
  name: string;
  /** What was found, secrets hidden. */
  found: string;
  wanted: string;
}

/** Everything that is wrong with the environment, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    readonly problems: readonly ConfigProblem[],
    /** What a newcomer does next. */
    readonly hint?: string,
  ) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    const lines = problems.map((p) => `  ${p.name}: found ${p.found}; wanted ${p.wanted}`);
    super([`The configuration has ${count}:`, ...lines, ...(hint === undefined ? [] : [hint])].join('\n'));
  }
}

const FIRST_STEPS =
  'Is this the first time? npm run init asks for what is needed, tries each answer and writes .env (docs/install.md). It is read from the directory in which the command runs.';
const NOTHING = 'nothing';

const EVERY: readonly Account[] = [ownAccount, ...ACCOUNTS];
const DECLARED: ReadonlyMap<string, Variable> = new Map(EVERY.flatMap(({ variables }) => Object.entries(variables)));

/** Every variable there is. */
export const VARIABLES: readonly string[] = [...DECLARED.keys()];
/** May be given as NAME or as NAME_FILE (the path of a file that holds it), and are never shown. URLs are among them for the passwords they may carry. */
export const SECRETS: ReadonlySet<string> = new Set(VARIABLES.filter((name) => declared(name).shape.secret));

/** What a variable's own declaration says. */
export function declared(name: string): Variable {
  const variable = DECLARED.get(name);
  if (!variable) throw new Error(`nothing declares the variable ${name}`);
  return variable;
}

/** The configuration; the only reader of the environment. Throws ConfigError with every problem. An empty variable counts as none. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const { found, problems } = gather(env);
  const values = valuesOf(found, problems);
  for (const account of EVERY) problems.push(...lacksOf(account, found, problems));
  if (problems.length > 0) {
    const isNew = problems.some(({ name, found: what }) => DECLARED.get(name)?.required && what === NOTHING);
    throw new ConfigError(
      problems.map((problem) => withNearest(problem, env)),
      isNew ? FIRST_STEPS : undefined,
    );
  }
  const own = ownAccount.settingsOf(values);
  if (!own) throw new Error('what needs nothing is always set up');
  return { ...own, accounts: new Accounts(new Map(ACCOUNTS.map((account) => [account, account.settingsOf(values)]))) };
}

/** The same for a program that never asks these: what they want may be absent. */
export function loadConfigWithout(unasked: readonly Account[], env: NodeJS.ProcessEnv = process.env): Config {
  const examples: Record<string, string> = Object.assign({}, ...unasked.map(examplesOf));
  const absent = Object.entries(examples).filter(([name]) => written(env, name) === undefined && fileOf(env, name) === undefined);
  return loadConfig({ ...env, ...Object.fromEntries(absent) });
}

/** What is wanted of one variable when this value of it will not do; undefined when it does. */
export function wantedOf(name: string, value: string): string | undefined {
  return declared(name).shape.schema.safeParse(value).error?.issues[0]?.message;
}

/** The configuration as it would be with these variables laid over the environment. Throws ConfigError as loadConfig does. */
export function loadConfigWith(answers: Readonly<Record<string, string>>): Config {
  return loadConfig({ ...process.env, ...answers });
}

/** Every secret text in a configuration, for masking. */
export function secretsIn({ accounts, ...own }: Config): string[] {
  const seen: string[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Secret) seen.push(value.reveal());
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk([own, accounts.all()]);
  return seen;
}

/** A variable of the environment that nothing reads, and whose name is close to one that is not set: most likely a slip. */
export interface MistypedName {
  name: string;
  meant: string;
}

/** Which names in the environment look mistyped. */
export function mistypedNames(env: NodeJS.ProcessEnv = process.env): MistypedName[] {
  const known = [...VARIABLES, ...[...SECRETS].map((name) => `${name}_FILE`)];
  const unset = known.filter((name) => !env[name]);
  return Object.keys(env).flatMap((name) => {
    if (known.includes(name) || !env[name] || unset.length === 0) return [];
    const meant = closest(name, unset);
    return isSlip(name, meant) ? [{ name, meant }] : [];
  });
}

/** Short names are close to each other without being meant. */
const LONG = 8;
function isSlip(name: string, meant: string): boolean {
  return Math.min(name.length, meant.length) >= LONG && distance(name, meant) <= 2;
}

/** What was not found may stand there under a slip of its name. */
function withNearest(problem: ConfigProblem, env: NodeJS.ProcessEnv): ConfigProblem {
  if (problem.found !== NOTHING) return problem;
  const near = mistypedNames(env).find(({ meant }) => meant === problem.name || meant === `${problem.name}_FILE`);
  return near ? { ...problem, wanted: `${problem.wanted}; ${near.name} is set, did you mean ${near.meant}?` } : problem;
}

type Found = Record<string, string | undefined>;

/** What stands in the variable; undefined when it is empty. */
function written(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return wellFormed(env[name] ?? '').trim() || undefined;
}

/** The path that stands in NAME_FILE, of what may be given so. */
function fileOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return (SECRETS.has(name) && env[`${name}_FILE`]?.trim()) || undefined;
}

function gather(env: NodeJS.ProcessEnv): { found: Found; problems: ConfigProblem[] } {
  const found: Found = {};
  const problems: ConfigProblem[] = [];
  for (const name of VARIABLES) {
    found[name] = written(env, name);
    const path = fileOf(env, name);
    if (path === undefined) continue;
    if (found[name] !== undefined) {
      problems.push({ name: `${name}_FILE`, found: `both ${name} and ${name}_FILE`, wanted: 'one of them' });
      continue;
    }
    try {
      found[name] = wellFormed(readFileSync(path, 'utf8')).trim() || undefined;
      if (found[name] === undefined)
        problems.push({ name: `${name}_FILE`, found: `an empty file (${path})`, wanted: 'a file that holds the secret' });
    } catch (error) {
      const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable';
      problems.push({ name: `${name}_FILE`, found: `${path} (${why})`, wanted: 'the path of a file that can be read' });
    }
  }
  return { found, problems };
}

/** Each as its shape reads it; what it refuses is added to `problems`. */
function valuesOf(found: Found, problems: ConfigProblem[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { shape, usual, required }] of DECLARED) {
    const written = found[name] ?? usual;
    if (written === undefined && !required) continue;
    const read = shape.schema.safeParse(written);
    if (read.success) values[name] = read.data;
    else if (!isMistaken(name, problems)) {
      problems.push({ name, found: shown(name, found[name]), wanted: read.error.issues[0]?.message ?? shape.wanted });
    }
  }
  return values;
}

/** What an account has no use without. */
function lacksOf({ needs, pairs, oneOf, about, variables }: Account, found: Found, problems: readonly ConfigProblem[]): ConfigProblem[] {
  const isThere = (name: string) => found[name] !== undefined;
  const lacks = (names: readonly string[], since: string): ConfigProblem[] =>
    names
      .filter((name) => !isThere(name) && !isMistaken(name, problems))
      .map((name) => ({ name, found: NOTHING, wanted: `a value, since ${since} is set` }));
  const together = [needs, ...pairs].flatMap((group) => {
    const given = group.filter((name) => isThere(name) || isMistaken(name, problems));
    return given.length === 0 ? [] : lacks(group, given.join(' and '));
  });
  const described = Object.entries(about).flatMap(([name, others]) => (isThere(name) && !others.some(isThere) ? lacks(others, name) : []));
  if (!oneOf || oneOf.names.some((name) => isThere(name) || isMistaken(name, problems))) return [...together, ...described];
  const [first] = oneOf.names;
  const wanted = `${variables[first]?.shape.wanted}, or ${oneOf.otherwise}`;
  return [...together, ...described, { name: first, found: NOTHING, wanted }];
}

/** Something is said of it already. */
function isMistaken(name: string, problems: readonly ConfigProblem[]): boolean {
  return problems.some((problem) => problem.name === name || problem.name === `${name}_FILE`);
}

/** A secret shows only what helps: what tells one kind of it from another, and the length. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return NOTHING;
  const { secret, telling } = declared(name).shape;
  if (!secret) return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  const prefix = telling?.exec(value)?.[0];
  return `${prefix ? `${prefix}…` : 'something'} (${value.length} characters, hidden)`;
}
