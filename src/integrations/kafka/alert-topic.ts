import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { errorText, TransientError } from '../../domain/errors.ts';
import type { AlertTopic, Log, TopicMessage } from '../../domain/ports.ts';

export interface KafkaSettings {
  brokers: readonly string[];
  ssl: boolean;
  sasl: { username: string; password: { reveal(): string } } | undefined;
}

export interface AlertTopicOptions {
  settings: KafkaSettings;
  topic: string;
  group: string;
  log: Log;
}

const TRY_AGAIN_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * A topic with alerts, read as one member of a consumer group. An offset counts as read only after its messages are stored: whatever dies
 * in between, they come again. Kafka being away is logged and tried again; nobody waits for it.
 */
export function createAlertTopic({ settings, topic, group, log }: AlertTopicOptions): AlertTopic {
  const closing = new AbortController();
  const kafka = new Kafka(kafkaConfig(settings, log));
  const consumer = kafka.consumer({
    groupId: group,
    retry: { initialRetryTime: 300, maxRetryTime: 10_000, restartOnFailure: async () => true },
  });
  let running = Promise.resolve();

  const run = async (store: (messages: readonly TopicMessage[]) => Promise<void>): Promise<void> => {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, heartbeat, isRunning, isStale }) => {
        if (!isRunning() || isStale()) return;
        await store(
          batch.messages.map(({ value, offset }) => ({ id: `${topic}/${batch.partition}/${offset}`, text: value?.toString('utf8') ?? '' })),
        );
        const last = batch.messages.at(-1);
        if (last) resolveOffset(last.offset);
        await heartbeat();
      },
    });
  };

  return {
    start(store) {
      running = (async () => {
        while (!closing.signal.aborted) {
          try {
            await run(store);
            return;
          } catch (error) {
            log.warn({ err: error, topic }, 'The topic with alerts cannot be read; it is tried again.');
            await pause(TRY_AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined);
          }
        }
      })();
    },
    async close() {
      closing.abort();
      await running;
      await consumer.disconnect();
    },
  };
}

/** How many partitions the topic has. Rejects with TransientError `connection` when Kafka, or the topic, is not there. */
export async function reachTopic(settings: KafkaSettings, topic: string, timeoutMs: number): Promise<number> {
  const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
  const admin = new Kafka({
    ...kafkaConfig(settings, silent),
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? 0;
  } catch (error) {
    throw new TransientError(
      'connection',
      `The topic ${topic} cannot be read: ${errorText(error)}. Check KAFKA_BROKERS and alerts.kafka.topic.`,
      {
        cause: error,
      },
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

function kafkaConfig({ brokers, ssl, sasl }: KafkaSettings, log: Log): KafkaConfig {
  return {
    clientId: 'bongsu',
    brokers: [...brokers],
    ssl,
    ...(sasl && { sasl: { mechanism: 'plain', username: sasl.username, password: sasl.password.reveal() } }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    logLevel: logLevel.WARN,
    // What kafkajs calls an error it tries again by itself; what it cannot, reaches us as one.
    logCreator: () => (entry) => log.debug({ from: 'kafkajs', namespace: entry.namespace }, entry.log.message),
  };
}
