import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { run } from '../../../src/storage/embedded/run.ts';
import { jarDirectory } from '../../stack/jars/fetch.ts';
import { type FoundService, type Home, type RunningServer, startProgram } from './server.ts';

export interface KafkaServer extends RunningServer {
  /** As in KAFKA_BROKERS: host:port, several separated by commas. */
  url: string;
  /** For `new Kafka({ brokers })`. */
  brokers: string[];
  /** SIGSTOP and SIGCONT: a broker that answers nothing, and one that does again. Not for a given one. */
  pause(): void;
  resume(): void;
  /** Another way in, which wants a login (SASL/PLAIN) and leads through whatever the test puts at `advertised`. Not for a given one. */
  wire: Wire;
  /** Another way in, which takes logins by SCRAM only. Not for a given one. */
  scram: Scram;
}

export interface Scram {
  /** Where the broker listens. */
  port: number;
  /** Known by SCRAM-SHA-256 alone, and by SCRAM-SHA-512 alone. */
  users: { 'scram-sha-256': string; 'scram-sha-512': string };
  password: string;
}

export interface Wire {
  /** Where the broker listens. */
  port: number;
  /** The loopback port that it names to its clients: a proxy to `port` must listen there. */
  advertised: number;
  username: string;
  password: string;
  /** Somebody else with the same password. */
  other: string;
}

const LOGGER = '-Dorg.slf4j.simpleLogger';
const LOGGING = [`${LOGGER}.showDateTime=true`, `${LOGGER}.defaultLogLevel=warn`, `${LOGGER}.log.kafka.server.KafkaRaftServer=info`];
/** Small, and quick to compile rather than quick to run. */
const JVM = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...LOGGING];

/**
 * An empty Apache Kafka, one broker in KRaft mode without ZooKeeper, up in about seven seconds; or the given one, as it is (topics and
 * groups there need names of the test's own). It needs `java` and, once per checkout, `npm run fetch-jars`.
 *
 *     describeWith('kafka', (getUrl, getServer) => {
 *       it('…', async () => {
 *         const kafka = new Kafka({ brokers: getServer().brokers });   // or getUrl(), which is what KAFKA_BROKERS holds
 *         await kafka.admin().createTopics(…);                         // topics do not come by themselves
 *
 * KAFKA_BROKERS names a running one, KAFKA_JARS another directory of jars, JAVA_BIN another java.
 */
export async function startKafka(found: FoundService, home?: Home): Promise<KafkaServer> {
  if ('url' in found) {
    const given = (): never => {
      throw new Error('a given Kafka is not ours to stop');
    };
    return {
      url: found.url,
      brokers: found.url.split(','),
      pause: given,
      resume: given,
      get wire() {
        return given();
      },
      get scram() {
        return given();
      },
      async stop() {},
    };
  }
  const jars = jarDirectory();
  if (!jars) throw new Error('there are no jars of Kafka; fetch them with `npm run fetch-jars`');
  const classPath = ['-cp', join(jars, '*')];
  const wire: Wire = { port: 0, advertised: 0, username: 'watcher', password: 'watching-kafka-password', other: 'narrow' };
  const scram: Scram = { port: 0, users: { 'scram-sha-256': 'short', 'scram-sha-512': 'long' }, password: 'scrambled-kafka-password' };
  const server = await startProgram(
    {
      program: found.program,
      name: 'kafka',
      args: () => [...JVM, ...classPath, 'kafka.Kafka', 'server.properties'],
      async prepare(port, directory) {
        const properties = join(directory, 'server.properties');
        [wire.port, wire.advertised, scram.port] = [await freePort(), await freePort(), await freePort()];
        await writeFile(properties, propertiesOf({ port, controllerPort: await freePort(), wire, scram, directory }));
        const formatted = await run(
          found.program,
          [
            ...JVM,
            ...classPath,
            'kafka.tools.StorageTool',
            'format',
            `--cluster-id=${randomBytes(16).toString('base64url')}`,
            '-c',
            properties,
            ...Object.entries(scram.users).map(
              ([mechanism, name]) => `--add-scram=${mechanism.toUpperCase()}=[name=${name},password=${scram.password}]`,
            ),
          ],
          undefined,
        );
        if (!formatted.ok) throw new Error(`Kafka's storage cannot be formatted: ${formatted.output}`);
      },
      ready: /Kafka Server started/,
      startTimeoutMs: 90_000,
    },
    home,
  );
  const url = `127.0.0.1:${server.port}`;
  return {
    url,
    brokers: [url],
    pause: () => process.kill(server.pid, 'SIGSTOP'),
    resume: () => process.kill(server.pid, 'SIGCONT'),
    wire,
    scram,
    stop: server.stop,
  };
}

function propertiesOf(given: { port: number; controllerPort: number; wire: Wire; scram: Scram; directory: string }): string {
  const { port, controllerPort, wire, scram, directory } = given;
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port},WIRE://127.0.0.1:${wire.port},SCRAM://127.0.0.1:${scram.port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},WIRE://127.0.0.1:${wire.advertised},SCRAM://127.0.0.1:${scram.port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,WIRE:SASL_PLAINTEXT,SCRAM:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.scram.sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.scram.scram-sha-256.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.scram.scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.wire.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${wire.username}="${wire.password}" user_${wire.other}="${wire.password}";`,
    // Everybody may do everything until a test denies something to somebody.
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'allow.everyone.if.no.acl.found': true,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': join(directory, 'data'),
    // A lone broker, whose consumers need not wait for others to join.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    'num.network.threads': 2,
    'num.io.threads': 2,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** What a suite with Kafka needs besides `java`; undefined when it is there. */
export function missingForKafka(): string | undefined {
  return jarDirectory() ? undefined : 'jars of Kafka (npm run fetch-jars, or KAFKA_JARS)';
}

/** `kafka 4.4.0`, from the name of its jar. */
export function describeKafka(): string {
  const jar = readdirSync(jarDirectory() ?? '.').find((name) => name.startsWith('kafka-server-') && /\d/.test(name[13] ?? ''));
  return `kafka ${jar ? jar.slice('kafka-server-'.length, -'.jar'.length) : ''}`.trim();
}
