import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { run } from '../../../src/storage/embedded/run.ts';
import { jarDirectory } from '../../stack/jars/fetch.ts';
import { type StartedProgram, startProgram } from './server.ts';

/** Two brokers of one cluster; the first one is its controller too. */
export interface KafkaPair {
  /** The first broker's `host:port`. */
  brokers: string[];
  /** The second one goes away, and the cluster notices. */
  stopSecond(): Promise<void>;
  stop(): Promise<void>;
}

const JVM = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
const READY = ['-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info'];

/** Small, and quick to notice that a broker is gone. */
export async function startKafkaPair(program = process.env.JAVA_BIN ?? 'java'): Promise<KafkaPair> {
  const jars = jarDirectory();
  if (!jars) throw new Error('there are no jars of Kafka; fetch them with `npm run fetch-jars`');
  const classPath = ['-cp', join(jars, '*')];
  const clusterId = randomBytes(16).toString('base64url');
  const controller = await freePort();

  async function start(id: 1 | 2): Promise<StartedProgram> {
    return await startProgram({
      program,
      name: `kafka-${id}`,
      args: () => [...JVM, ...READY, ...classPath, 'kafka.Kafka', 'server.properties'],
      async prepare(port, directory) {
        const own = `PLAINTEXT://127.0.0.1:${port}`;
        const properties = {
          'process.roles': id === 1 ? 'broker,controller' : 'broker',
          'node.id': id,
          listeners: id === 1 ? `${own},CONTROLLER://127.0.0.1:${controller}` : own,
          'advertised.listeners': own,
          'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
          'controller.listener.names': 'CONTROLLER',
          'controller.quorum.voters': `1@127.0.0.1:${controller}`,
          'log.dirs': join(directory, 'data'),
          'broker.heartbeat.interval.ms': 250,
          'broker.session.timeout.ms': 1_500,
          'controlled.shutdown.enable': false,
          'offsets.topic.replication.factor': 1,
          'offsets.topic.num.partitions': 1,
          'group.initial.rebalance.delay.ms': 0,
          'auto.create.topics.enable': false,
          'num.network.threads': 2,
          'num.io.threads': 2,
        };
        const file = join(directory, 'server.properties');
        await writeFile(
          file,
          Object.entries(properties)
            .map(([name, value]) => `${name}=${value}\n`)
            .join(''),
        );
        const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', file];
        const formatted = await run(program, [...JVM, ...classPath, ...format], undefined);
        if (!formatted.ok) throw new Error(`Kafka's storage cannot be formatted: ${formatted.output}`);
      },
      ready: /Kafka Server started/,
      startTimeoutMs: 90_000,
    });
  }

  const first = await start(1);
  const second = await start(2).catch(async (error: unknown) => {
    await first.stop();
    throw error;
  });
  return {
    brokers: [`127.0.0.1:${first.port}`],
    stopSecond: () => second.stop(),
    stop: async () => {
      await second.stop();
      await first.stop();
    },
  };
}
