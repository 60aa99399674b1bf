import { z } from 'zod';
import { account } from './integrations/accounts/account.ts';
import { choice, httpUrl, plain, postgresUrl, redisUrl, secret, text, textLike } from './integrations/accounts/shapes.ts';
import { worded } from './languages/worded.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const PORT = 'a port from 0 to 65535';
const SCALE = 'a positive number such as 1 or 60';

/** What the environment says about Bongsu itself; everything outside of it declares its own variables (src/integrations). */
export const ownAccount = account({
  title: 'Bongsu',
  variables: {
    SLASH_COMMAND: {
      shape: textLike(/^\/[a-z0-9_-]{1,31}$/, 'a slash command such as /incident: lower-case letters, digits, - and _'),
      usual: '/incident',
      example: '/incident',
      said: worded(({ accounts }) => accounts.slashCommand),
    },
    DATABASE_URL: {
      shape: postgresUrl('postgres://host:5432/database with user:password@ in front of the host, or nothing for a Postgres of its own'),
      example: 'postgres://bongsu:bongsu-password@db:5432/bongsu',
      said: worded(({ accounts }) => accounts.databaseUrl),
    },
    REDIS_URL: {
      shape: redisUrl('redis://host:6379 or rediss://…, or nothing to keep the queues in Postgres'),
      example: 'redis://queue:queue-password@redis:6379',
      said: worded(({ accounts }) => accounts.redisUrl),
    },
    PLAYBOOK: {
      shape: text(),
      usual: 'playbooks/coupon.yml',
      example: 'playbooks/coupon.yml',
      said: worded(({ accounts }) => accounts.playbook),
    },
    PORT: {
      shape: plain(
        z.coerce.number(PORT).refine((port) => Number.isInteger(port) && port >= 0 && port <= 65_535, PORT),
        PORT,
      ),
      usual: '3000',
      example: '3000',
      said: worded(({ accounts }) => accounts.port),
    },
    PUBLIC_URL: {
      shape: httpUrl('the http(s) address under which people reach Bongsu, such as https://bongsu.example.com'),
      example: 'https://bongsu.example.com',
      said: worded(({ accounts }) => accounts.publicUrl),
    },
    DATA_DIR: {
      shape: text(),
      usual: './data',
      example: '/var/lib/bongsu',
      said: worded(({ accounts }) => accounts.dataDir),
    },
    ALERT_TOKEN: {
      shape: secret('a bearer token of your choice for the alert addresses'),
      example: 'alert-token-example',
      said: worded(({ accounts }) => accounts.alertToken),
    },
    STATUS_TOKEN: {
      shape: secret('a token of at least 16 letters, digits, - or _ for status pages that are not for everybody', {
        matches: (text) => /^[A-Za-z0-9_-]{16,}$/.test(text),
      }),
      example: 'status-token-example',
      said: worded(({ accounts }) => accounts.statusToken),
    },
    TIME_SCALE: {
      shape: plain(
        z.coerce.number(SCALE).refine((scale) => Number.isFinite(scale) && scale > 0, SCALE),
        SCALE,
      ),
      usual: '1',
      example: '60',
      said: worded(({ accounts }) => accounts.timeScale),
    },
    LOG_LEVEL: {
      shape: choice(LOG_LEVELS),
      usual: 'info',
      example: 'info',
      said: worded(({ accounts }) => accounts.logLevel),
    },
  },
  settings: (v) => ({
    /** `/incident`, unless that belongs to another app. */
    command: v.SLASH_COMMAND,
    /** Without it Bongsu starts a Postgres of its own below `dataDir`. */
    databaseUrl: v.DATABASE_URL,
    /** Without it the queues live in Postgres. */
    redisUrl: v.REDIS_URL,
    /** Path of the playbook. */
    playbook: v.PLAYBOOK,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    dataDir: v.DATA_DIR,
    alertToken: v.ALERT_TOKEN,
    /** Opens status pages that are not for everybody. */
    statusToken: v.STATUS_TOKEN,
    /** Every duration of the playbook is divided by it, for rehearsals. */
    timeScale: v.TIME_SCALE,
    logLevel: v.LOG_LEVEL,
  }),
});

export type OwnSettings = NonNullable<ReturnType<typeof ownAccount.settingsOf>>;
