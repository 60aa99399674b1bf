import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity } from '../../src/storage/embedded/process-identity.ts';
import { findProgram, SERVERS } from '../support/run/service-kinds.ts';
import { type AlertmanagerServer, startAlertmanager, type WebhookReceiver } from '../support/servers/alertmanager-server.ts';
import { startKafka } from '../support/servers/kafka-server.ts';
import { startPostgresPair } from '../support/servers/postgres-pair.ts';
import { startPrometheus } from '../support/servers/prometheus-server.ts';
import { startRedis } from '../support/servers/redis-server.ts';
import { type Home, logOf, type RunningServer } from '../support/servers/server.ts';
import { Breakage } from './breakage.ts';
import { type Break, CALM, causeOf, causesOf } from './causes.ts';
import { shipScripts } from './coupon/lock.ts';
import { type CouponProcess, startCouponProcess } from './coupon-process.ts';
import { createCouponDatabase } from './database.ts';
import { type JvmProfile, startStep } from './jvm/step-server.ts';
import { createTopic } from './kafka-topic.ts';
import { stopLeftovers } from './leftovers.ts';
import { stackPlaybook, stackPlaybookText } from './playbook.ts';
import { Readings } from './readings.ts';
import { alertRules } from './rules.ts';

export interface StackOptions {
  /** Where logs and data go; kept, but for the data, when the stack stops. A directory of its own unless given. */
  directory?: string;
  /** Whom Alertmanager tells of D1–D3, D5 and D6. */
  receiver?: WebhookReceiver;
  /** Issues and reads per second in calm. */
  traffic?: { issueRate?: number; readRate?: number };
}

/** The coupon service with everything around it, real, on loopback ports. */
export interface Stack extends RunningServer {
  /** Prometheus. */
  url: string;
  directory: string;
  /** What a bot needs to know, by the names of its environment where it has them. */
  environment(): Record<string, string>;
  readings: Readings;
  alertmanager: AlertmanagerServer;
  /** Breaks a scenario S1–S5 in one of the playbook's ways, by default the first; resolves when it is broken, which shows some seconds later. */
  break(scenario: string, cause?: string, strength?: number): Promise<Break>;
  /** Mends one scenario, or all; queues still need their time to empty. */
  heal(scenario?: string): Promise<void>;
  broken(): Break[];
  /** Everything as it was in the beginning: heals, and takes back whatever somebody turned. */
  reset(): Promise<void>;
  /** Resolves when every signal by which the cause is known has been over its value; rejects with the readings. */
  untilShown(what: Break, withinMs?: number): Promise<void>;
  /** Resolves when, after healing, none of them is any more. */
  untilHealed(what: Break, withinMs?: number): Promise<void>;
  /** Resolves when no signal is over a threshold of the playbook any more. */
  untilCalm(withinMs?: number): Promise<void>;
  /** Each process has a `settings` door of its own: what a mitigation would turn. */
  api: CouponProcess;
  consumer: CouponProcess;
  traffic: CouponProcess;
  /** Restarts the JVM with these flags. */
  restartJvm(flags: JvmProfile | readonly string[]): Promise<void>;
  jvmProfile(): JvmProfile | 'own';
  jvmPid(): number;
  logOf(process: string): string;
}

/** Starts the stack; resolves when traffic flows and every signal of the playbook has a value, about half a minute later. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const home = await createHome(options.directory);
  const running: { stop(): Promise<unknown> }[] = [];
  const stop = async () => {
    // Those that use a server go before it.
    for (const server of running.splice(0).reverse()) await server.stop().catch(() => {});
    await rm(join(home.directory, 'servers'), { recursive: true, force: true });
  };
  const started = async <T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    running.push(server);
    return server;
  };
  try {
    return await assemble(options, home, started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  options: StackOptions,
  home: Home,
  started: <T extends { stop(): Promise<unknown> }>(starting: Promise<T>) => Promise<T>,
  stop: () => Promise<void>,
): Promise<Stack> {
  const found = (name: keyof typeof SERVERS) => {
    const program = findProgram(SERVERS[name]);
    if ('missing' in program) throw new Error(`the stack needs ${name}: there is no ${program.missing}`);
    return program;
  };
  const [redis, kafka, postgres, alertmanager, step] = await allOrNone([
    started(startRedis(found('redis'), home)),
    started(startKafka(found('kafka'), home)),
    started(startPostgresPair(found('postgresql'), home)),
    started(startAlertmanager(found('alertmanager'), home)),
    started(startStep(found('kafka').program, home)),
  ]);
  const calm = structuredClone(CALM);
  Object.assign(calm.traffic, options.traffic);
  const [coupon, topic] = await allOrNone([
    createCouponDatabase(postgres),
    started(createTopic(kafka.brokers, calm.topic.partitions).then((created) => ({ ...created, stop: created.close }))),
  ]);
  const env = {
    KAFKA_BROKERS: kafka.url,
    COUPON_REDIS_URL: redis.url,
    COUPON_PRIMARY_URL: coupon.servicePrimaryUrl,
    COUPON_REPLICA_URL: coupon.serviceReplicaUrl,
  };
  const process = (name: string) => started(startCouponProcess(name, env, home));
  const [api, consumer, exporter, traffic] = await allOrNone([
    process('api'),
    process('consumer'),
    process('exporter'),
    process('traffic'),
  ]);
  const prometheus = await started(
    startPrometheus(found('prometheus'), home, {
      every: '1s',
      alertmanager: new URL(alertmanager.url).host,
      rules: alertRules(stackPlaybook()),
      targets: [
        { targets: [new URL(api.url).host, step.metrics], labels: { job: 'coupon-api' } },
        { targets: [new URL(consumer.url).host], labels: { job: 'coupon-consumer' } },
        { targets: [new URL(exporter.url).host], labels: { job: 'exporter' } },
      ],
    }),
  );
  if (options.receiver) await alertmanager.notify(options.receiver);
  const readings = new Readings(prometheus.url);
  const noteProcesses = () => exporter.set({ pids: [api.pid, step.pid()] });
  const restartStep = async (flags: JvmProfile | readonly string[]) => {
    await step.restart(flags);
    await noteProcesses();
  };
  const breakage = new Breakage({ api, consumer, traffic, step, topic, restartJvm: restartStep, calm });
  const restartJvm = async (flags: JvmProfile | readonly string[]) => {
    await restartStep(flags);
    breakage.jvmRestarted();
  };

  await Promise.all([
    api.set({ stepUrl: step.url }),
    consumer.set({ stepUrl: step.url, consumers: calm.consumer.consumers }),
    noteProcesses(),
  ]);
  await traffic.set({ ...calm.traffic, apiUrl: api.url });
  const playbook = join(home.directory, 'playbook.yml');
  await writeFile(playbook, stackPlaybookText());
  await readings.untilAll();

  return {
    url: prometheus.url,
    directory: home.directory,
    environment: () => ({
      PROMETHEUS_URL: prometheus.url,
      PLAYBOOK: playbook,
      KAFKA_BROKERS: kafka.url,
      COUPON_DATABASE_URL: coupon.primaryUrl,
      COUPON_REPLICA_URL: coupon.replicaUrl,
      COUPON_REDIS_URL: redis.url,
      MITIGATE_DATABASE_URL: coupon.mitigatorUrl,
      MITIGATE_REDIS_URL: redis.url,
      COUPON_API_URL: api.url,
      COUPON_CONSUMER_URL: consumer.url,
      COUPON_TRAFFIC_URL: traffic.url,
      COUPON_JVM_PID: String(step.pid()),
      ALERTMANAGER_URL: alertmanager.url,
      COUPON_API_LOG: logOf(home, 'coupon-api'),
      COUPON_CONSUMER_LOG: logOf(home, 'coupon-consumer'),
      COUPON_DATABASE_LOG: logOf(home, 'postgres-primary'),
      COUPON_GC_LOG: logOf(home, 'gc'),
    }),
    readings,
    alertmanager,
    async break(scenario, cause = causesOf(scenario)[0] ?? '', strength = 1) {
      const what = { scenario, cause, strength };
      await breakage.add(what);
      return what;
    },
    heal: (scenario) => breakage.remove(scenario),
    async reset() {
      await breakage.remove(undefined);
      const { consumers, poolSize } = calm.consumer;
      await Promise.all([
        api.set({ ...calm.api, stepUrl: step.url }),
        consumer.set({ consumers, poolSize }),
        shipScripts(redis.url),
        step.profile() === 'tuned' || restartJvm('tuned'),
      ]);
    },
    broken: () => breakage.broken(),
    untilShown: ({ scenario, cause }, withinMs = 40_000) => readings.untilOver(causeOf(scenario, cause).shows, withinMs),
    untilHealed: ({ scenario, cause }, withinMs = 60_000) => readings.untilUnder(causeOf(scenario, cause).shows, withinMs),
    untilCalm: (withinMs = 60_000) => readings.untilCalm(withinMs),
    api,
    consumer,
    traffic,
    restartJvm,
    jvmProfile: () => step.profile(),
    jvmPid: () => step.pid(),
    logOf: (name) => logOf(home, name),
    stop,
  };
}

/** As Promise.all, but every one has come to its end before it rejects, so that what started can be stopped. */
async function allOrNone<T extends readonly Promise<unknown>[]>(starting: [...T]): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(starting);
  return (await Promise.all(starting)) as { [K in keyof T]: Awaited<T[K]> };
}

async function createHome(given: string | undefined): Promise<Home> {
  const directory = given ?? (await mkdtemp(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'stack-')));
  await mkdir(directory, { recursive: true });
  // As root, Postgres is another user and must pass through.
  await chmod(directory, 0o711);
  await stopLeftovers(directory);
  await mkdir(join(directory, 'servers'), { recursive: true });
  await writeFile(join(directory, 'owner'), ownIdentity());
  return { directory };
}
