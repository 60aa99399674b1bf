import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Secret } from './secret.ts';
import { VARIABLE_TEXTS } from './variable-texts.ts';

/** Set in the environment by the person who runs Bongsu; see docs/configuration.md. Times are milliseconds, addresses have no slash at the end. */
export interface Config {
  slack: {
    botToken: Secret;
    /** Absent only in Socket Mode, where nothing is signed. */
    signingSecret: Secret | undefined;
    /** Set: Socket Mode. */
    appToken: Secret | undefined;
    /** Ends in `/`. */
    apiUrl: string;
    /** `/incident`, unless that belongs to another app. */
    command: string;
  };
  zoom: { accountId: string; clientId: string; clientSecret: Secret; apiUrl: string; authUrl: string } | undefined;
  /** Without it Bongsu starts a Postgres of its own below `dataDir`. */
  databaseUrl: Secret | undefined;
  /** Without it the queues live in Postgres. */
  redisUrl: Secret | undefined;
  prometheusUrl: Secret | undefined;
  kafka: { brokers: readonly string[]; ssl: boolean; sasl: { username: string; password: Secret } | undefined } | undefined;
  /** The watched service's own Postgres and Redis, not ours. */
  watched: { databaseUrl: Secret | undefined; redisUrl: Secret | undefined };
  /** Accounts that may change the watched service, for mitigations. */
  mitigate: { databaseUrl: Secret | undefined; redisUrl: Secret | undefined; kubeconfig: string | undefined };
  lokiUrl: Secret | undefined;
  /** Whose logs a Loki of several tenants is asked for; several are joined by `|`. */
  lokiTenant: string | undefined;
  /** The whole header with which the watched service's Actuator is asked. */
  actuatorAuthorization: Secret | undefined;
  /** Path of the playbook. */
  playbook: string;
  port: number;
  publicUrl: string | undefined;
  dataDir: string;
  alertToken: Secret | undefined;
  /** Every duration of the playbook is divided by it, for rehearsals. */
  timeScale: number;
  logLevel: LogLevel;
  mail: { smtpUrl: Secret; from: string } | undefined;
  twilio: { accountSid: string; authToken: Secret; from: string; apiUrl: string } | undefined;
  pagerduty: { routingKey: Secret; apiUrl: string } | undefined;
  webhookSecret: Secret | undefined;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

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
  /** What a newcomer does next; absent when Slack's part is there, and so somebody has been through it. */
  readonly hint: string | undefined;
  constructor(readonly problems: readonly ConfigProblem[]) {
    const hint = problems.some(({ name, found }) => name === 'SLACK_BOT_TOKEN' && found === 'nothing') ? FIRST_STEPS : undefined;
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    const lines = problems.map((p) => `  ${p.name}: found ${p.found}; wanted ${p.wanted}`);
    super([`The configuration has ${count}:`, ...lines, ...(hint === undefined ? [] : [hint])].join('\n'));
    this.hint = hint;
  }
}

const FIRST_STEPS =
  'Is this the first time? npm run init asks for what is needed, tries each answer and writes .env (docs/install.md). It is read from the directory in which the command runs.';

/** May be given as NAME or as NAME_FILE (the path of a file that holds it), and are never shown. URLs are among them for the passwords they may carry. */
export const SECRETS: ReadonlySet<string> = new Set([
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'ZOOM_CLIENT_SECRET',
  'DATABASE_URL',
  'REDIS_URL',
  'PROMETHEUS_URL',
  'KAFKA_PASSWORD',
  'WATCHED_DATABASE_URL',
  'WATCHED_REDIS_URL',
  'MITIGATE_DATABASE_URL',
  'MITIGATE_REDIS_URL',
  'LOKI_URL',
  'ACTUATOR_AUTHORIZATION',
  'ALERT_TOKEN',
  'SMTP_URL',
  'TWILIO_AUTH_TOKEN',
  'PAGERDUTY_ROUTING_KEY',
  'WEBHOOK_SECRET',
]);

const secret = (matches: (text: string) => boolean, wanted: string) =>
  z
    .string({ error: wanted })
    .refine(matches, wanted)
    .transform((text) => new Secret(text));
const secretUrl = (schemes: readonly string[], wanted: string) => secret((text) => isUrl(text, schemes), wanted).optional();
const HTTP = ['http:', 'https:'];
const httpUrl = (wanted: string) =>
  z
    .string()
    .refine((text) => isUrl(text, HTTP), wanted)
    .transform((text) => text.replace(/\/+$/, ''));
const anything = () => true;
const SIGNING_SECRET = 'the signing secret (Slack app → Basic Information → App Credentials)';

/** One line per variable: what it must look like, in words that complete "wanted …", and its default. */
const variables = z.object({
  SLACK_BOT_TOKEN: secret((t) => t.startsWith('xoxb-'), 'a bot token, which begins with xoxb- (Slack app → OAuth & Permissions)'),
  SLACK_SIGNING_SECRET: secret((t) => t.length >= 8, SIGNING_SECRET).optional(),
  SLACK_APP_TOKEN: secret(
    (t) => t.startsWith('xapp-'),
    'an app-level token, which begins with xapp- (Slack app → Basic Information → App-Level Tokens), or nothing for HTTP',
  ).optional(),
  SLACK_API_URL: httpUrl('an http(s) address such as https://slack.com/api/').default('https://slack.com/api'),
  SLASH_COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'a slash command such as /incident: lower-case letters, digits, - and _')
    .default('/incident'),
  ZOOM_ACCOUNT_ID: z.string().optional(),
  ZOOM_CLIENT_ID: z.string().optional(),
  ZOOM_CLIENT_SECRET: secret(anything, 'the client secret of a Server-to-Server OAuth app').optional(),
  ZOOM_API_URL: httpUrl('an http(s) address such as https://api.zoom.us').default('https://api.zoom.us'),
  ZOOM_AUTH_URL: httpUrl('an http(s) address such as https://zoom.us').default('https://zoom.us'),
  DATABASE_URL: secretUrl(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/database, or nothing for a Postgres of its own',
  ),
  REDIS_URL: secretUrl(['redis:', 'rediss:'], 'redis://host:6379 or rediss://…, or nothing to keep the queues in Postgres'),
  PROMETHEUS_URL: secretUrl(HTTP, 'an http(s) address such as http://prometheus:9090'),
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => /^[^\s:/]+:\d{1,5}$/.test(broker)), 'host:port, several separated by commas')
    .optional(),
  KAFKA_SSL: z.enum(['true', 'false'], 'true or false').default('false'),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: secret(anything, 'the password of KAFKA_USERNAME (SASL/PLAIN)').optional(),
  WATCHED_DATABASE_URL: secretUrl(['postgres:', 'postgresql:'], "the watched service's Postgres, with a role that only reads"),
  WATCHED_REDIS_URL: secretUrl(['redis:', 'rediss:'], "the watched service's Redis, redis://… or rediss://…"),
  MITIGATE_DATABASE_URL: secretUrl(
    ['postgres:', 'postgresql:'],
    "the watched service's Postgres, with a role that may change settings and end sessions",
  ),
  MITIGATE_REDIS_URL: secretUrl(['redis:', 'rediss:'], "the watched service's Redis, with a user that may write, redis://… or rediss://…"),
  KUBECONFIG: z.string().optional(),
  LOKI_URL: secretUrl(HTTP, 'an http(s) address such as http://loki:3100'),
  // Loki's own rule: https://grafana.com/docs/loki/latest/operations/multi-tenancy/
  LOKI_TENANT: z
    .string()
    .regex(/^[\w!.*'()-]+(\|[\w!.*'()-]+)*$/, "a tenant (X-Scope-OrgID) of letters, digits and !-_.*'(), several joined by |")
    .optional(),
  ACTUATOR_AUTHORIZATION: secret((t) => /^\S+ \S+$/.test(t), 'a whole Authorization header, such as Bearer … or Basic …').optional(),
  PLAYBOOK: z.string().default('playbooks/coupon.yml'),
  PORT: z.coerce
    .number('a port from 0 to 65535')
    .refine((port) => Number.isInteger(port) && port >= 0 && port <= 65_535, 'a port from 0 to 65535')
    .default(3000),
  PUBLIC_URL: httpUrl('the http(s) address under which people reach Bongsu, such as https://bongsu.example.com').optional(),
  DATA_DIR: z.string().default('./data'),
  ALERT_TOKEN: secret(anything, 'a bearer token of your choice for the alert addresses').optional(),
  TIME_SCALE: z.coerce
    .number('a positive number such as 1 or 60')
    .refine((scale) => Number.isFinite(scale) && scale > 0, 'a positive number such as 1 or 60')
    .default(1),
  LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`).default('info'),
  SMTP_URL: secretUrl(['smtp:', 'smtps:'], 'smtp://user:password@host:587 or smtps://…'),
  MAIL_FROM: z.string().includes('@', 'an address such as bongsu@example.com').optional(),
  TWILIO_ACCOUNT_SID: z.string().startsWith('AC', 'an account SID, which begins with AC').optional(),
  TWILIO_AUTH_TOKEN: secret(anything, 'the auth token of the Twilio account').optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^\+\d{7,15}$/, 'a phone number in international form, such as +821012345678')
    .optional(),
  TWILIO_API_URL: httpUrl('an http(s) address such as https://api.twilio.com').default('https://api.twilio.com'),
  PAGERDUTY_ROUTING_KEY: secret(anything, 'the integration key of an Events API v2 integration').optional(),
  PAGERDUTY_API_URL: httpUrl('an http(s) address such as https://events.pagerduty.com').default('https://events.pagerduty.com'),
  WEBHOOK_SECRET: secret((t) => t.length >= 16, 'at least 16 characters').optional(),
});
export type VariableName = keyof typeof variables.shape;
type Name = VariableName;
export const VARIABLES = Object.keys(variables.shape) as Name[];

/** A variable, for the reference. */
export interface Variable {
  name: Name;
  secret: boolean;
  required: boolean;
  /** What counts when it is not set, if anything does. */
  default: string | undefined;
  description: string;
}

export function variableOf(name: Name): Variable {
  const empty = variables.shape[name].safeParse(undefined);
  const texts: Record<Name, string> = VARIABLE_TEXTS;
  const usual = empty.success && empty.data !== undefined ? String(empty.data) : undefined;
  return { name, secret: SECRETS.has(name), required: !empty.success, default: usual, description: texts[name] };
}

/** Useless one without the other. */
const GROUPS: readonly (readonly Name[])[] = [
  ['ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET'],
  ['SMTP_URL', 'MAIL_FROM'],
  ['KAFKA_USERNAME', 'KAFKA_PASSWORD'],
  ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
];

/** The configuration; the only reader of the environment. Throws ConfigError with every problem. An empty variable counts as none. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const { found, problems } = gather(env);
  const parsed = variables.safeParse(found);
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (!problems.some((p) => p.name.startsWith(name))) problems.push({ name, found: shown(name, found[name]), wanted: issue.message });
  }
  if (found.SLACK_SIGNING_SECRET === undefined && found.SLACK_APP_TOKEN === undefined) {
    const mistaken = problems.some(({ name }) => name.startsWith('SLACK_SIGNING_SECRET') || name.startsWith('SLACK_APP_TOKEN'));
    if (!mistaken)
      problems.push({ name: 'SLACK_SIGNING_SECRET', found: 'nothing', wanted: `${SIGNING_SECRET}, or SLACK_APP_TOKEN for Socket Mode` });
  }
  for (const group of GROUPS) {
    const missing = group.filter((name) => found[name] === undefined && !problems.some((p) => p.name.startsWith(name)));
    if (missing.length === group.length) continue;
    for (const name of missing)
      problems.push({
        name,
        found: 'nothing',
        wanted: `a value, since ${group.filter((n) => n !== name && found[n] !== undefined).join(' and ')} is set`,
      });
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return configOf(parsed.data);
}

/** The same for a program that never asks Slack: its secrets may be absent. */
export function loadConfigWithoutSlack(env: NodeJS.ProcessEnv = process.env): Config {
  return loadConfig({ SLACK_BOT_TOKEN: 'xoxb-unused', SLACK_SIGNING_SECRET: 'unused-here', ...env });
}

/** What is wanted of one variable when this value of it will not do; undefined when it does. */
export function wantedOf(name: Name, value: string): string | undefined {
  return variables.shape[name].safeParse(value).error?.issues[0]?.message;
}

/** The configuration as it would be with these variables laid over the environment. Throws ConfigError as loadConfig does. */
export function loadConfigWith(answers: Readonly<Record<string, string>>): Config {
  return loadConfig({ ...process.env, ...answers });
}

/** Every secret text in a configuration, for masking. */
export function secretsIn(config: Config): string[] {
  const seen: string[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Secret) seen.push(value.reveal());
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(config);
  return seen;
}

function gather(env: NodeJS.ProcessEnv): { found: Record<string, string | undefined>; problems: ConfigProblem[] } {
  const found: Record<string, string | undefined> = {};
  const problems: ConfigProblem[] = [];
  for (const name of VARIABLES) {
    found[name] = env[name]?.trim() || undefined;
    const path = SECRETS.has(name) ? env[`${name}_FILE`]?.trim() : undefined;
    if (!path) continue;
    if (found[name] !== undefined) {
      problems.push({ name: `${name}_FILE`, found: `both ${name} and ${name}_FILE`, wanted: 'one of them' });
      continue;
    }
    try {
      found[name] = readFileSync(path, 'utf8').trim() || undefined;
      if (found[name] === undefined)
        problems.push({ name: `${name}_FILE`, found: `an empty file (${path})`, wanted: 'a file that holds the secret' });
    } catch (error) {
      const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable';
      problems.push({ name: `${name}_FILE`, found: `${path} (${why})`, wanted: 'the path of a file that can be read' });
    }
  }
  return { found, problems };
}

function configOf(v: z.output<typeof variables>): Config {
  return {
    slack: {
      botToken: v.SLACK_BOT_TOKEN,
      signingSecret: v.SLACK_SIGNING_SECRET,
      appToken: v.SLACK_APP_TOKEN,
      apiUrl: `${v.SLACK_API_URL}/`,
      command: v.SLASH_COMMAND,
    },
    zoom:
      v.ZOOM_ACCOUNT_ID && v.ZOOM_CLIENT_ID && v.ZOOM_CLIENT_SECRET
        ? {
            accountId: v.ZOOM_ACCOUNT_ID,
            clientId: v.ZOOM_CLIENT_ID,
            clientSecret: v.ZOOM_CLIENT_SECRET,
            apiUrl: v.ZOOM_API_URL,
            authUrl: v.ZOOM_AUTH_URL,
          }
        : undefined,
    databaseUrl: v.DATABASE_URL,
    redisUrl: v.REDIS_URL,
    prometheusUrl: v.PROMETHEUS_URL,
    kafka: v.KAFKA_BROKERS && {
      brokers: v.KAFKA_BROKERS,
      ssl: v.KAFKA_SSL === 'true',
      sasl: v.KAFKA_USERNAME && v.KAFKA_PASSWORD ? { username: v.KAFKA_USERNAME, password: v.KAFKA_PASSWORD } : undefined,
    },
    watched: { databaseUrl: v.WATCHED_DATABASE_URL, redisUrl: v.WATCHED_REDIS_URL },
    mitigate: { databaseUrl: v.MITIGATE_DATABASE_URL, redisUrl: v.MITIGATE_REDIS_URL, kubeconfig: v.KUBECONFIG },
    lokiUrl: v.LOKI_URL,
    lokiTenant: v.LOKI_TENANT,
    actuatorAuthorization: v.ACTUATOR_AUTHORIZATION,
    playbook: v.PLAYBOOK,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    dataDir: v.DATA_DIR,
    alertToken: v.ALERT_TOKEN,
    timeScale: v.TIME_SCALE,
    logLevel: v.LOG_LEVEL,
    mail: v.SMTP_URL && v.MAIL_FROM ? { smtpUrl: v.SMTP_URL, from: v.MAIL_FROM } : undefined,
    twilio:
      v.TWILIO_ACCOUNT_SID && v.TWILIO_AUTH_TOKEN && v.TWILIO_FROM
        ? { accountSid: v.TWILIO_ACCOUNT_SID, authToken: v.TWILIO_AUTH_TOKEN, from: v.TWILIO_FROM, apiUrl: v.TWILIO_API_URL }
        : undefined,
    pagerduty: v.PAGERDUTY_ROUTING_KEY ? { routingKey: v.PAGERDUTY_ROUTING_KEY, apiUrl: v.PAGERDUTY_API_URL } : undefined,
    webhookSecret: v.WEBHOOK_SECRET,
  };
}

/** A secret shows only what helps: Slack's prefix, which tells a bot token from a user token, and the length. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  if (!SECRETS.has(name)) return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  const prefix = /^(xox[a-z]-|xapp-)/.exec(value)?.[0];
  return `${prefix ? `${prefix}…` : 'something'} (${value.length} characters, hidden)`;
}

function isUrl(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}
