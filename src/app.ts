import { setMaxListeners } from 'node:events';
import { createSlackDoor, SLACK_PATH, type SlackDoorState, type SlackWay } from './bot/slack-door.ts';
import type { SocketTimings } from './bot/socket/socket-keeper.ts';
import { type Config, ConfigError, secretsIn } from './config.ts';
import { errorText } from './domain/errors.ts';
import type { Organisation } from './domain/playbook/organisation.ts';
import type { Playbook } from './domain/playbook/schema.ts';
import type { AlertTopic } from './domain/ports/alert-topics.ts';
import type { Log } from './domain/ports/log.ts';
import type { Random } from './domain/ports/random.ts';
import type { ChartRenderer } from './domain/signals/chart.ts';
import { AnchoredClock, type HostClocks } from './domain/time/anchored-clock.ts';
import type { Clock } from './domain/time/clock.ts';
import { type Pause, pause } from './domain/time/pause.ts';
import { hostClocks } from './host-clocks.ts';
import { createCalendars } from './integrations/calendars/index.ts';
import { createChartRenderer } from './integrations/charts/index.ts';
import { createCounters } from './integrations/counters.ts';
import { createExecutors } from './integrations/executors/index.ts';
import { createInspectors } from './integrations/inspectors/index.ts';
import { kafkaAccount } from './integrations/kafka/account.ts';
import { createAlertTopic } from './integrations/kafka/alert-topic.ts';
import { createMailer } from './integrations/mail/index.ts';
import { createMask } from './integrations/mask.ts';
import { createMetrics } from './integrations/metrics/index.ts';
import { createParts } from './integrations/parts.ts';
import { type SlackSettings, slackIn } from './integrations/slack/account.ts';
import { createSlackChat, createSocketAddresses } from './integrations/slack/index.ts';
import { createStatusPages } from './integrations/status-pages/index.ts';
import { createWebhooks, mailEventsSigned } from './integrations/webhooks/index.ts';
import { type Reloaded, reloadPlaybooks, rescopeGroups, takeUpPlaybooks } from './playbook-reload.ts';
import { readOrganisation } from './read-organisation.ts';
import { PROCESS_ROLES, type ProcessRole } from './roles.ts';
import { createRuntimeMaker } from './service-runtimes.ts';
import { startEmbeddedPostgres } from './storage/embedded/embedded-postgres.ts';
import { openStorage, type Storage } from './storage/index.ts';
import { systemRandom } from './system-random.ts';
import { startWebServer } from './web/server.ts';
import { AlertInbox } from './workflows/alerts/alert-inbox.ts';
import { Refusals } from './workflows/alerts/refusals.ts';
import { storeMessages } from './workflows/alerts/store-messages.ts';
import { AlertIntake } from './workflows/alerts/take-body.ts';
import { createMembership } from './workflows/incident/membership.ts';
import { createNameBook } from './workflows/messages/name-book.ts';
import { createAccess } from './workflows/places/access.ts';
import { placeGone } from './workflows/places/place-gone.ts';
import { createPlaces } from './workflows/places/places.ts';
import { takeUpAll, takeUpWaiting } from './workflows/places/release-waiting.ts';
import { tellLeads } from './workflows/places/tell-leads.ts';
import { drainsFor, EFFECTS, madeFor, READINESS, WORKFLOWS } from './workflows/registry.ts';
import { followTime } from './workflows/runtime/follow-time.ts';
import { Outbox } from './workflows/runtime/outbox.ts';
import { type BullWakeQueue, openWakeQueue } from './workflows/runtime/queues.ts';
import { RunEngine } from './workflows/runtime/runs.ts';
import type { Runtime, WholeRuntime } from './workflows/runtime/runtime.ts';
import { createServices, homeOf, openersFor } from './workflows/runtime/services.ts';
import { Sweeper } from './workflows/runtime/sweeper.ts';
import { Ticker, type Topic } from './workflows/runtime/wake.ts';

/** What a test or the sandbox may put in place of the real thing. */
export interface Overrides {
  /** What this process does; all of it by default. */
  roles?: ReadonlySet<ProcessRole>;
  /** The one that the configuration names, where somebody has read it already. */
  organisation?: Organisation;
  /** Instead of the database's time. */
  clock?: Clock;
  /** The clocks of the machine. */
  hostClocks?: HostClocks;
  random?: Random;
  /** Called at named places; a test may kill the process there. */
  crashPoint?: (name: string) => void;
  /** A test with a clock of its own ends waits as it moves that clock. */
  pause?: Pause;
  /** Milliseconds that pass for Slack's limits; must go with the clock when a test moves that. */
  slackLimitsNowMs?: () => number;
  /** After so long, in milliseconds, whoever waits for an answer is told that it is not known yet; longer for tests on a busy machine. */
  answerWithinMs?: number;
  charts?: ChartRenderer;
  /** Per call to Slack, in milliseconds. */
  slackTimeoutMs?: number;
  /** Of the connections of Socket Mode. */
  socketTimings?: Partial<SocketTimings>;
  zoomTimeoutMs?: number;
  /** How often rows are looked at without a wake-up; 0 turns the sweep off. */
  sweepEveryMs?: number;
  /** Where the HTTP server listens. */
  host?: string;
  /** False trades the embedded Postgres's safety against power cuts for speed. */
  durable?: boolean;
}

/** The whole bot, running. */
export interface App {
  /** Of its HTTP server, on this machine. */
  url: string;
  runtime: Runtime;
  ticker: Ticker;
  engine: RunEngine;
  queue: BullWakeQueue;
  /** How Slack reaches this process, and whether it does. */
  slack(): SlackDoorState;
  /** Whether something is under way in this process: a delivery from Slack, a run, a drain, a wake-up being queued. */
  busy(): boolean;
  /** Resolves when it is not busy. */
  idle(): Promise<void>;
  /** Reads the playbooks anew; see `reloadPlaybooks`. Never rejects. */
  reload(): Promise<Reloaded>;
  /** Finishes what is under way and lets go of everything, in order. */
  stop(): Promise<void>;
}

const SLACK_TIMEOUT_MS = 10_000;
const SWEEP_EVERY_MS = 5_000;

/** Slack shows people an error after 3 s (https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response); the answer travels too. */
const ANSWER_WITHIN_MS = 2_200;

/** The composition root: the only place that makes things and knows which ones. Rejects when the playbook or the database is not usable. */
export async function createApp(config: Config, log: Log, overrides: Overrides = {}): Promise<App> {
  const { random = systemRandom, crashPoint = () => {}, roles = new Set(PROCESS_ROLES) } = overrides;
  const work = roles.has('worker');
  const organisation = overrides.organisation ?? (await readOrganisation(config.playbook));
  const database = await openDatabase(config, log, overrides.durable);
  const { storage } = database;
  const anchored = new AnchoredClock(overrides.hostClocks ?? hostClocks);
  const clock = overrides.clock ?? anchored;
  const stopping = new AbortController();
  // As many pieces of work wait on it as there are incidents being opened.
  setMaxListeners(0, stopping.signal);
  const ticker = new Ticker(clock, log, storage.lease, storage);
  const { accounts } = config;
  const slack = slackIn(accounts);
  const mailer = createMailer(accounts);
  const webhooks = createWebhooks(accounts, { clock });
  const metrics = createMetrics(accounts, { log });
  const inspectors = createInspectors(accounts, { log });
  const mask = createMask(secretsIn(config));
  const executors = createExecutors(accounts, { clock, log, mask, random });
  const access = createAccess({
    clock,
    log,
    onTrouble: (trouble) => void tellLeads(whole, trouble).catch((error) => log.warn({ err: error }, 'The leads could not be told of it.')),
    onMended: () => void takeUpWaiting(whole).catch((error) => log.warn({ err: error }, 'What waited is looked at in its time.')),
  });
  const places = createPlaces((error, who = {}) => placeGone(whole, error, who));
  const chat = createSlackChat({
    token: slack.botToken.reveal(),
    apiUrl: slack.apiUrl,
    timeoutMs: overrides.slackTimeoutMs ?? SLACK_TIMEOUT_MS,
    log,
    watch: { ...access, goneAs: places.goneAs },
    limits: {
      ...(overrides.slackLimitsNowMs && { nowMs: overrides.slackLimitsNowMs }),
      ...(overrides.pause && { pause: overrides.pause }),
    },
  });
  const counters = createCounters();
  const everybody = () => peopleOf(services.all.map(({ playbook }) => playbook));
  const shared = {
    storage,
    clock,
    random,
    log,
    counters,
    mask,
    chat,
    membership: createMembership({ people: everybody, chat, clock, log }),
    names: createNameBook({ people: everybody, chat, clock, log }),
    access,
    places,
    metrics,
    charts: overrides.charts ?? createChartRenderer(),
    parts: createParts(accounts),
    inspectors,
    executors,
    mailer,
    calendars: createCalendars(),
    statusPages: createStatusPages(accounts, { clock }),
    webhooks,
    publicUrl: config.publicUrl,
    waker: { wake: (topic: Topic, at: Date) => storage.afterCommit(() => ticker.wake(topic, at)) },
    work: work ? ticker : undefined,
    startRun: (runId: string) => engine.start(runId),
    stopping: stopping.signal,
    answerWithinMs: overrides.answerWithinMs ?? ANSWER_WITHIN_MS,
    pause: (ms: number, until?: AbortSignal) => (overrides.pause ?? pause)(ms, stopping.signal, ...(until ? [until] : [])),
    crashPoint,
  } satisfies Omit<WholeRuntime, 'services'>;
  const make = createRuntimeMaker(config, shared, overrides);
  const runtimes = make.all(organisation);
  const services = createServices(runtimes, organisation, storage.incidents);
  for (const one of runtimes) one.services = services;
  const whole: WholeRuntime = { ...shared, services };
  // As it is at any moment: the doors live as long as the process.
  const runtime = homeOf(services);
  await storage.services.adopt({ service: runtime.playbook.service.key, team: runtime.playbook.team.key });
  await rescopeGroups(whole);
  await takeUpPlaybooks({ whole, services, make }, organisation);
  const engine = new RunEngine(whole, openersFor(WORKFLOWS));
  const outbox = new Outbox(whole, openersFor(EFFECTS));
  await storage.lease
    .take({
      clock: followTime(anchored, { lease: storage.lease, log }),
      // Only now is there something to take; what was written before it is due at its time.
      freed: () => {
        if (!work) return;
        for (const topic of ['outbox', 'alerts', 'pages', 'subscriber-mails', 'subscriber-webhooks'] as const)
          ticker.wake(topic, clock.now());
        engine.recover().catch((error) => log.warn({ err: error }, 'What was freed could not be looked for; the sweep does.'));
      },
    })
    .catch(async (error: unknown) => {
      await storage.close();
      await database.release();
      throw error;
    });
  const drains = work ? drainsFor(whole, { runs: engine, outbox }) : [];
  for (const { topic, drain } of drains) ticker.register(topic, drain);

  const queue = await openWakeQueue({
    backend: config.redisUrl
      ? { kind: 'redis', url: config.redisUrl.reveal(), name: await storage.deployment() }
      : { kind: 'postgres', url: storage.url },
    clock,
    log,
    onWake: (topic) => ticker.woken(topic),
    works: work,
  });
  ticker.connect(queue);
  const door = await createSlackDoor({
    runtime,
    way: wayOf(slack, log, overrides),
    botToken: slack.botToken.reveal(),
    command: config.command,
    worldClock: anchored,
  });
  const refusals = new Refusals(runtime);
  const intake = new AlertIntake(runtime, new AlertInbox(runtime));
  const web = await startWebServer({
    runtime,
    counters,
    readiness: madeFor(whole, READINESS),
    port: config.port,
    host: overrides.host ?? '0.0.0.0',
    ...(roles.has('web') && {
      alerts: { intake, refusals, token: config.alertToken?.reveal() },
      status: { token: config.statusToken?.reveal(), publicUrl: config.publicUrl },
      subscribers: { statusToken: config.statusToken?.reveal(), mailEventsSigned: mailEventsSigned(accounts, clock) },
    }),
    ...(roles.has('bot') && { slack: door.state }),
    ...(roles.has('bot') && door.listener && { mount: { path: SLACK_PATH, listener: door.listener } }),
  }).catch(async (error: unknown) => {
    // Nothing has begun; a database server of our own would outlive us.
    await queue.close();
    await storage.close();
    await database.release();
    throw portError(config.port, error);
  });
  const sweeping = new Sweeper(ticker, storage, clock).start(overrides.sweepEveryMs ?? SWEEP_EVERY_MS, (error) =>
    log.warn({ err: error }, 'What is due could not be looked for; the next look tries again.'),
  );
  if (work) {
    await takeUpAll(runtime);
    await engine.recover();
    for (const { topic, atStart } of drains) if (atStart) ticker.wake(topic, clock.now());
  }
  make.warm();
  if (roles.has('bot')) await door.open();
  const topic = roles.has('web') ? openTopic(config, runtime.playbook, log) : undefined;
  topic?.start(storeMessages(runtime, { intake, refusals }));

  const busy = () => door.busy() || engine.busy || ticker.busy || outbox.busy;
  return {
    url: web.url,
    runtime,
    ticker,
    engine,
    queue,
    slack: door.state,
    busy,
    reload: () => reloadPlaybooks(config, { whole, services, make }),
    async idle() {
      while (busy()) await Promise.all([door.idle(), engine.idle(), ticker.idle(), outbox.idle()]);
    },
    async stop() {
      await Promise.all([web.close(), door.close()]);
      await topic?.close();
      await refusals.flush();
      // What Slack was told is taken must be done: Slack does not send it again.
      await door.idle();
      sweeping.stop();
      stopping.abort();
      await queue.close();
      await ticker.stop();
      await engine.idle();
      await outbox.idle();
      make.close();
      await Promise.all([metrics.close(), inspectors.close(), executors.close()]);
      await storage.close();
      await database.release();
    },
  };
}

/** Everybody whom a playbook names. */
function peopleOf(playbooks: readonly Playbook[]): Playbook['team']['people'] {
  return Object.assign({}, ...playbooks.map(({ team }) => team.people));
}

/** The database that the configuration names, or this machine's own; migrated. `release` lets go of the latter. Rejects with ConfigError when it does not answer. */
async function openDatabase(config: Config, log: Log, durable = true): Promise<{ storage: Storage; release: () => Promise<void> }> {
  const own = config.databaseUrl ? undefined : await startEmbeddedPostgres({ dataDir: config.dataDir, log, durable });
  const url = config.databaseUrl?.reveal() ?? own?.url ?? '';
  const storage = await openStorage({ url, log }).catch(async (error: unknown) => {
    await own?.release();
    throw new ConfigError([
      { name: 'DATABASE_URL', found: own ? 'nothing' : '[secret]', wanted: `a Postgres that answers (${errorText(error)})` },
    ]);
  });
  await storage.migrate();
  return { storage, release: async () => await own?.release() };
}

/** A port that cannot be opened, for the person who chose it; anything else as it is. */
function portError(port: number, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const wanted = {
    EADDRINUSE: 'a port that nobody else listens on; is another Bongsu running here?',
    EACCES: 'a port that this user may open, from 1024 on',
  }[String(code)];
  return wanted === undefined ? error : new ConfigError([{ name: 'PORT', found: `${port}`, wanted }]);
}

function wayOf({ appToken, signingSecret, apiUrl }: SlackSettings, log: Log, { slackTimeoutMs, socketTimings }: Overrides): SlackWay {
  if (appToken) {
    const openSocket = createSocketAddresses({ appToken: appToken.reveal(), apiUrl, timeoutMs: slackTimeoutMs ?? SLACK_TIMEOUT_MS, log });
    return { mode: 'socket', openSocket, ...(socketTimings && { timings: socketTimings }) };
  }
  if (signingSecret) return { mode: 'http', signingSecret: signingSecret.reveal() };
  throw new ConfigError([{ name: 'SLACK_SIGNING_SECRET', found: 'nothing', wanted: 'a value, or SLACK_APP_TOKEN for Socket Mode' }]);
}

function openTopic({ accounts }: Config, { alerts }: Playbook, log: Log): AlertTopic | undefined {
  if (!alerts.kafka) return undefined;
  const kafka = accounts.of(kafkaAccount);
  if (kafka) return createAlertTopic({ settings: kafka, ...alerts.kafka, log });
  log.warn({ topic: alerts.kafka.topic }, 'The playbook names a topic with alerts, but KAFKA_BROKERS is not set: nobody reads it.');
  return undefined;
}
