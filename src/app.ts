import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createPresenter } from './bot/presenters/presenter.ts';
import { createSlackDoor, SLACK_PATH, type SlackDoorState, type SlackWay } from './bot/slack-door.ts';
import type { SocketTimings } from './bot/socket-keeper.ts';
import { type Config, ConfigError, secretsIn } from './config.ts';
import { type Clock, systemClock } from './domain/clock.ts';
import { errorText } from './domain/errors.ts';
import { parsePlaybook } from './domain/playbook/parse.ts';
import { scaleDurations } from './domain/playbook/scale-durations.ts';
import type { Playbook } from './domain/playbook/schema.ts';
import type { AlertTopic, Bridge, Log, Random } from './domain/ports.ts';
import { createChartRenderer } from './integrations/charts/index.ts';
import { createEvidence } from './integrations/evidence.ts';
import { createExecutors } from './integrations/executors/index.ts';
import { createInspectors } from './integrations/inspectors/index.ts';
import { createAlertTopic } from './integrations/kafka/alert-topic.ts';
import { createMailer, createUnconfiguredMailer } from './integrations/mail/index.ts';
import { createMask } from './integrations/mask.ts';
import { createMetrics } from './integrations/metrics/index.ts';
import { createPagers } from './integrations/pagers/index.ts';
import { createSlackChat, createSocketAddresses } from './integrations/slack/index.ts';
import { createUnconfiguredBridge, createZoom, type Zoom } from './integrations/zoom/index.ts';
import { KNOWN_NAMES } from './known-names.ts';
import { PROCESS_ROLES, type ProcessRole } from './roles.ts';
import { startEmbeddedPostgres } from './storage/embedded-postgres.ts';
import { openStorage, type Storage } from './storage/index.ts';
import { systemRandom } from './system-random.ts';
import { startWebServer } from './web/server.ts';
import { AlertInbox } from './workflows/alerts/alert-inbox.ts';
import { storeMessages } from './workflows/alerts/store-messages.ts';
import { Outbox } from './workflows/deliver-outbox.ts';
import { EFFECTS, JOBS, madeFor, type Topic, WORKFLOWS } from './workflows/jobs/index.ts';
import { createMembership } from './workflows/membership.ts';
import { type BullWakeQueue, openWakeQueue } from './workflows/runtime/queues.ts';
import { RunEngine } from './workflows/runtime/runs.ts';
import type { Runtime } from './workflows/runtime/runtime.ts';
import { startSweeping } from './workflows/runtime/sweeper.ts';
import { Ticker } from './workflows/runtime/wake.ts';

/** What a test or the sandbox may put in place of the real thing. */
export interface Overrides {
  /** What this process does; all of it by default. */
  roles?: ReadonlySet<ProcessRole>;
  clock?: Clock;
  random?: Random;
  /** Called at named places; a test may kill the process there. */
  crashPoint?: (name: string) => void;
  /** Waits so many milliseconds, or until the signal; a test with a clock of its own shortens waits as it moves that clock. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that pass for Slack's limits; must go with the clock when a test moves that. */
  slackLimitsNowMs?: () => number;
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
  /** Finishes what is under way and lets go of everything, in order. */
  stop(): Promise<void>;
}

const SLACK_TIMEOUT_MS = 10_000;
const SWEEP_EVERY_MS = 5_000;

/** The composition root: the only place that makes things and knows which ones. Rejects when the playbook or the database is not usable. */
export async function createApp(config: Config, log: Log, overrides: Overrides = {}): Promise<App> {
  const { clock = systemClock, random = systemRandom, crashPoint = () => {}, roles = new Set(PROCESS_ROLES) } = overrides;
  const playbook = scaleDurations(await readPlaybook(config.playbook), config.timeScale);
  const database = await openDatabase(config, log, overrides.durable);
  const { storage } = database;
  const stopping = new AbortController();
  // As many pieces of work wait on it as there are incidents being opened.
  setMaxListeners(0, stopping.signal);
  const ticker = new Ticker(clock, log);
  const zoom = createBridge(config, playbook, clock, log, overrides.zoomTimeoutMs);
  const mailer = config.mail ? createMailer({ smtpUrl: config.mail.smtpUrl.reveal(), from: config.mail.from }) : createUnconfiguredMailer();
  const metrics = createMetrics(config, { log });
  const inspectors = createInspectors(config, { log });
  const mask = createMask(secretsIn(config));
  const executors = createExecutors(config, { clock, log, mask, random });
  const chat = createSlackChat({
    token: config.slack.botToken.reveal(),
    apiUrl: config.slack.apiUrl,
    timeoutMs: overrides.slackTimeoutMs ?? SLACK_TIMEOUT_MS,
    log,
    ...(overrides.slackLimitsNowMs && { limits: { nowMs: overrides.slackLimitsNowMs } }),
  });
  const runtime: Runtime = {
    storage,
    clock,
    random,
    log,
    mask,
    playbook,
    chat,
    membership: createMembership({ playbook, chat, clock, log }),
    bridge: zoom.bridge,
    metrics,
    charts: createChartRenderer(),
    inspectors,
    evidence: createEvidence(config, { playbook, mask }),
    executors,
    mailer,
    pagers: createPagers(config, { clock, log, mailer, team: playbook.team, service: playbook.service }),
    present: createPresenter({
      language: playbook.team.language,
      zone: playbook.team.zone,
      service: { key: playbook.service.key, name: playbook.service.name },
      channelPrefix: playbook.team.channels.prefix,
      command: config.slack.command,
    }),
    waker: { wake: (topic, at) => storage.afterCommit(() => ticker.wake(topic, at)) },
    startRun: (runId) => engine.start(runId),
    stopping: stopping.signal,
    pause: (ms) => (overrides.pause ?? pause)(ms, stopping.signal),
    crashPoint,
  };
  const engine = new RunEngine(runtime, madeFor(runtime, WORKFLOWS));
  const outbox = new Outbox(runtime, madeFor(runtime, EFFECTS));
  if (roles.has('worker')) {
    for (const [topic, job] of Object.entries(JOBS)) ticker.register(topic as Topic, job(runtime, { runs: engine, outbox }));
  }

  const queue = await openWakeQueue({
    backend: config.redisUrl
      ? { kind: 'redis', url: config.redisUrl.reveal(), name: await storage.deployment() }
      : { kind: 'postgres', url: storage.url },
    clock,
    log,
    onWake: (topic) => ticker.drain(topic),
    works: roles.has('worker'),
  });
  ticker.connect(queue);
  const { command, botToken } = config.slack;
  const door = await createSlackDoor({ runtime, way: wayOf(config, log, overrides), botToken: botToken.reveal(), command });
  const inbox = new AlertInbox(runtime);
  const web = await startWebServer({
    runtime,
    port: config.port,
    host: overrides.host ?? '0.0.0.0',
    ...(roles.has('web') && { alerts: { inbox, token: config.alertToken?.reveal() }, status: 'shown' as const }),
    ...(roles.has('bot') && { slack: door.state }),
    ...(roles.has('bot') && door.listener && { mount: { path: SLACK_PATH, listener: door.listener } }),
  }).catch(async (error: unknown) => {
    // Nothing has begun; a database server of our own would outlive us.
    await queue.close();
    await storage.close();
    await database.release();
    throw portError(config.port, error);
  });
  const sweeping = startSweeping(ticker, overrides.sweepEveryMs ?? SWEEP_EVERY_MS);
  if (roles.has('worker')) {
    await engine.recover();
    for (const topic of ['user-groups', 'watches', 'alerts'] as const) ticker.wake(topic, clock.now());
  }
  zoom.warm();
  if (roles.has('bot')) await door.open();
  const topic = roles.has('web') ? openTopic(config, playbook, log) : undefined;
  topic?.start(storeMessages(runtime, inbox));

  const busy = () => door.busy() || engine.busy || ticker.busy || outbox.busy;
  return {
    url: web.url,
    runtime,
    ticker,
    engine,
    queue,
    slack: door.state,
    busy,
    async idle() {
      while (busy()) await Promise.all([door.idle(), engine.idle(), ticker.idle(), outbox.idle()]);
    },
    async stop() {
      await Promise.all([web.close(), door.close()]);
      await topic?.close();
      // What Slack was told is taken must be done: Slack does not send it again.
      await door.idle();
      sweeping.stop();
      stopping.abort();
      await queue.close();
      await ticker.stop();
      await engine.idle();
      await outbox.idle();
      zoom.close();
      await Promise.all([metrics.close(), inspectors.close(), executors.close()]);
      await storage.close();
      await database.release();
    },
  };
}

/** Reads and checks the playbook file; rejects with PlaybookError, or with ConfigError when there is no such file. */
export async function readPlaybook(path: string): Promise<Playbook> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigError([
      { name: 'PLAYBOOK', found: `"${path}"`, wanted: `the path of a playbook that can be read (${errorText(error)})` },
    ]);
  });
  return parsePlaybook(text, basename(path), KNOWN_NAMES);
}

/** The database that the configuration names, or this machine's own; migrated. `release` lets go of the latter. Rejects with ConfigError when it does not answer. */
export async function openDatabase(config: Config, log: Log, durable = true): Promise<{ storage: Storage; release: () => Promise<void> }> {
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

function wayOf({ slack: { appToken, signingSecret, apiUrl } }: Config, log: Log, { slackTimeoutMs, socketTimings }: Overrides): SlackWay {
  if (appToken) {
    const openSocket = createSocketAddresses({ appToken: appToken.reveal(), apiUrl, timeoutMs: slackTimeoutMs ?? SLACK_TIMEOUT_MS, log });
    return { mode: 'socket', openSocket, ...(socketTimings && { timings: socketTimings }) };
  }
  if (signingSecret) return { mode: 'http', signingSecret: signingSecret.reveal() };
  throw new ConfigError([{ name: 'SLACK_SIGNING_SECRET', found: 'nothing', wanted: 'a value, or SLACK_APP_TOKEN for Socket Mode' }]);
}

function openTopic({ kafka }: Config, { alerts }: Playbook, log: Log): AlertTopic | undefined {
  if (!alerts.kafka) return undefined;
  if (kafka) return createAlertTopic({ settings: kafka, ...alerts.kafka, log });
  log.warn({ topic: alerts.kafka.topic }, 'The playbook names a topic with alerts, but KAFKA_BROKERS is not set: nobody reads it.');
  return undefined;
}

function createBridge(
  config: Config,
  playbook: Playbook,
  clock: Clock,
  log: Log,
  timeoutMs: number | undefined,
): { bridge: Bridge; warm: () => void; close: () => void } {
  if (!config.zoom) return { bridge: createUnconfiguredBridge(), warm: () => {}, close: () => {} };
  const { accountId, clientId, clientSecret, apiUrl, authUrl } = config.zoom;
  const zoom: Zoom = createZoom({
    accountId,
    clientId,
    clientSecret: clientSecret.reveal(),
    apiUrl,
    authUrl,
    hosts: playbook.team.bridge.hosts,
    clock,
    log,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return {
    bridge: zoom,
    warm: () =>
      void zoom.warm().catch((error) => log.warn({ err: error }, 'Zoom gave no token yet; it is asked again when a meeting is needed.')),
    close: () => zoom.close(),
  };
}

/** Waits, or returns as soon as the process is asked to stop. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
