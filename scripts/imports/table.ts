/**
 * Who may import whom, and why each folder exists: the one place where it is written. `npm run import-table` makes the rules of the linter (`biome.json`) and
 * the table in `docs/architecture.md` from it, and `test/unit/sources/import-table.test.ts` holds the sources to it.
 */
export interface Room {
  /** A folder, with everything under it that is no room of its own; `src` is the files directly in it. */
  folder: string;
  why: string;
  /** Which rooms it may import, by their folder. Nothing that may not be imported from here is imported for its types either. */
  imports: readonly string[];
  /** Packages that only rooms which name them may import. */
  packages?: readonly string[];
  /** What else it may not import, as the linter takes it. */
  never?: readonly { group: readonly string[]; importNamePattern?: string; message: string }[];
}

const LANGUAGES = 'src/languages';
const DOMAIN = 'src/domain';
const VIEWS = 'src/views';
const STORAGE = 'src/storage';
const INTEGRATIONS = 'src/integrations';
const EVENTS = 'src/events';
const RUNTIME = 'src/workflows/runtime';
const WORKFLOWS = 'src/workflows';
const COMMANDS = 'src/commands';
const BOT = 'src/bot';
const WEB = 'src/web';
const TOP = 'src';
const CLI = 'src/cli';

const PLAIN_DATA = 'Commands return plain data; doors turn it into messages.';

export const ROOMS: readonly Room[] = [
  {
    folder: LANGUAGES,
    why: 'all that Bongsu says itself: a folder for each language, `surfaces` with what presenters say and a file for each part of the rest; `worded` says a sentence in all of them ([adding a language](adding/language.md))',
    imports: [],
  },
  {
    folder: DOMAIN,
    why: 'rules, types and ports, without I/O; time is handed in. A folder for each part, and `ports`, one file each',
    imports: [LANGUAGES],
    never: [{ group: ['node:*', 'node:*/**', '!node:async_hooks', 'pino', 'prom-client'], message: 'The domain does no I/O.' }],
  },
  {
    folder: VIEWS,
    why: 'what is shown, as plain data: one file for each surface, with what its presenter must be able to do',
    imports: [DOMAIN, LANGUAGES],
  },
  {
    folder: STORAGE,
    why: 'the truth: `tables` with row, entity and store of each table together, migrations, the embedded Postgres',
    imports: [DOMAIN],
    packages: ['typeorm', 'pg'],
  },
  {
    folder: INTEGRATIONS,
    why: 'one vendor each, or one kind of thing (`metrics`, `inspectors`, `pagers`, `executors`, `logs`, `mail`, `bridges`, `status-pages`, `social-networks`, `help-desks`, `jvm`, `charts`), behind ports of the domain. A vendor is one file of its kind and one line in that kind’s list; it declares its variables (`accounts`), whether others read it, and its look for `doctor`',
    imports: [DOMAIN, LANGUAGES],
    packages: ['@slack/web-api', '@slack/types', 'kafkajs', 'mysql2', 'nodemailer', '@kubernetes/client-node', 'ioredis', 'pg'],
  },
  { folder: EVENTS, why: '`happened`: says what happened, and who follows it, one file each', imports: [STORAGE, DOMAIN] },
  {
    folder: RUNTIME,
    why: 'steps, runs, the outbox, timers, wake-ups, queue, sweep: engines that know no use case',
    imports: [STORAGE, VIEWS, DOMAIN, LANGUAGES],
    packages: ['bullmq', 'ioredis'],
  },
  {
    folder: WORKFLOWS,
    why: 'use cases, and the runs and drains that carry out what they decided, a folder for each part of the response; `registry.ts` lists what happens by itself, `mitigation/kinds` has one file per kind, `places` what becomes of channels, rights and messages that are gone, `standing` the notices that are one message each',
    imports: [RUNTIME, EVENTS, STORAGE, VIEWS, DOMAIN, LANGUAGES],
  },
  {
    folder: COMMANDS,
    why: 'whatever can be asked of Bongsu, one file each: name, arguments, permission, run ([0006](adrs/0006-one-list-of-commands.md)); a folder for each part, `words` with the grammar, `run-command.ts` with what is the same at every door',
    imports: [WORKFLOWS, RUNTIME, VIEWS, DOMAIN, LANGUAGES],
    never: [
      { group: ['**/domain/chat/message.ts', '**/workflows/messages/present-for.ts'], message: PLAIN_DATA },
      { group: ['**/views/*.ts'], importNamePattern: '.*Presenter', message: PLAIN_DATA },
    ],
  },
  {
    folder: BOT,
    why: 'the Slack door: requests in, over Socket Mode (`socket`) or HTTP; what a click or form asks for (`actions`); `surfaces`, a folder for each thing that people see',
    imports: [COMMANDS, WORKFLOWS, RUNTIME, VIEWS, DOMAIN, LANGUAGES],
    packages: ['@slack/bolt', '@slack/socket-mode', 'ws'],
  },
  {
    folder: WEB,
    why: 'the HTTP door; `alerts` has one file per sender, `status` is what everybody may see',
    imports: [WORKFLOWS, RUNTIME, DOMAIN, LANGUAGES],
    packages: ['fastify'],
  },
  {
    folder: TOP,
    why: '`app.ts`, the composition root, and what starts it; `config.ts`, the only reader of the environment, which composes what everything outside declares of itself and names no vendor',
    imports: [BOT, WEB, COMMANDS, WORKFLOWS, RUNTIME, INTEGRATIONS, STORAGE, DOMAIN, LANGUAGES],
    packages: ['@slack/bolt'],
  },
  {
    folder: CLI,
    why: 'the npm commands: `doctor` looks, one file each; `init` asks, one file per question; `diagnose`, `mitigate`, `replay`; `import` reads what other products know of on-call. Of `bot` it takes how numbers are written and said',
    imports: [TOP, BOT, WEB, WORKFLOWS, INTEGRATIONS, STORAGE, DOMAIN, LANGUAGES],
  },
];

/** What ships does not import what tries it. */
export const BESIDE: readonly { folder: string; why: string; imports: string }[] = [
  {
    folder: 'playbooks`, `scripts',
    why: 'the shipped playbook and its schema; what prints the manifest, and writes the schema, `docs/reference` and this table',
    imports: 'everything in `src`',
  },
  { folder: 'sandbox', why: 'stand-ins for Slack, Zoom and the watched service; the demo', imports: 'everything but `test`' },
  {
    folder: 'test',
    why: 'unit, integration, contracts, scenarios, crash, bench; `test/stack` is a real coupon service to break ([stack](trying/stack.md))',
    imports: 'everything',
  },
  {
    folder: 'deploy',
    why: 'what the containers of `docker-compose.yml` read, and the rights to give Bongsu in a Kubernetes cluster',
    imports: 'nothing',
  },
];

/** Folders that may hold more than 24 files, each a list of one file per kind. */
export const LISTS: readonly string[] = ['src/storage/migrations', 'src/views', 'src/languages/en/surfaces', 'src/languages/ko/surfaces'];

export const MOST_FILES = 24;
export const MOST_LINES = 400;

/** The room in which a file of `src` is. */
export function roomOf(path: string): Room | undefined {
  return ROOMS.filter(({ folder }) => (folder === TOP ? /^src\/[^/]+$/.test(path) : path.startsWith(`${folder}/`))).sort(
    (a, b) => b.folder.length - a.folder.length,
  )[0];
}
