import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, Kafka, KafkaConfig } from 'kafkajs';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { AlertTopic, TopicStore } from '../../domain/ports/alert-topics.ts';
import type { Log } from '../../domain/ports/log.ts';
import { createMask } from '../mask.ts';
import { explainKafka } from './kafka-errors.ts';
import { type KafkaSettings, loginOf } from './kafka-settings.ts';
import { kafkajsPart } from './kafkajs-answers.ts';

export interface AlertTopicOptions {
  settings: KafkaSettings;
  topic: string;
  group: string;
  log: Log;
}

const TRY_AGAIN_MS = 5_000;

/** Messages that are stored together. */
const AT_ONCE = 200;
const WAIT_STEP_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * A topic with alerts, read as one member of a consumer group. An offset counts as read only after its messages are stored: whatever dies
 * in between, they come again. Kafka being away is logged and tried again; nobody waits for it.
 */
export function createAlertTopic({ settings, topic, group, log }: AlertTopicOptions): AlertTopic {
  const closing = new AbortController();
  let consumer: Consumer | undefined;
  const member = async (): Promise<Consumer> => {
    const kafka = await createKafka(settings, log);
    return kafka.consumer({
      groupId: group,
      retry: { initialRetryTime: 300, maxRetryTime: 10_000, restartOnFailure: async () => true },
    });
  };
  let running = Promise.resolve();

  const run = async (store: TopicStore): Promise<void> => {
    consumer ??= await member();
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, heartbeat, isRunning, isStale }) => {
        for (let from = 0; from < batch.messages.length; from += AT_ONCE) {
          if (!isRunning() || isStale()) return;
          const messages = batch.messages.slice(from, from + AT_ONCE);
          let waitMs = await store(
            messages.map(({ value, offset }) => ({ id: `${topic}/${batch.partition}/${offset}`, text: value?.toString('utf8') ?? '' })),
          );
          const last = messages.at(-1);
          if (last) resolveOffset(last.offset);
          await heartbeat();
          // The group must not take a member for dead that only waits.
          for (; waitMs > 0 && isRunning() && !isStale(); waitMs -= WAIT_STEP_MS) {
            await pause(Math.min(waitMs, WAIT_STEP_MS), undefined, { signal: closing.signal }).catch(() => undefined);
            if (closing.signal.aborted) return;
            await heartbeat();
          }
        }
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
            log.warn({ err: explained(error, settings), topic }, 'The topic with alerts cannot be read; it is tried again.');
            await pause(TRY_AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined);
          }
        }
      })();
    },
    async close() {
      closing.abort();
      await running;
      await consumer?.disconnect();
    },
  };
}

/** How many partitions the topic has. Rejects with PermanentError `wrong_credentials`, `sasl_mechanism` or `untrusted`, and with TransientError `connection` when Kafka, or the topic, is not there. */
export async function reachTopic(settings: KafkaSettings, topic: string, timeoutMs: number): Promise<number> {
  const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
  const limits = { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, retry: { retries: 0 } };
  const admin = (await createKafka(settings, silent, limits)).admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? 0;
  } catch (error) {
    const why = explained(error, settings);
    if (OF_US.has(why.code)) throw why;
    throw new TransientError(
      'connection',
      `The topic ${topic} cannot be read: ${why.message} Check KAFKA_BROKERS and alerts.kafka.topic.`,
      {
        cause: error,
      },
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Nothing about the topic. */
const OF_US = new Set(['wrong_credentials', 'sasl_mechanism', 'untrusted', 'not_permitted']);

function explained(error: unknown, settings: KafkaSettings): PermanentError | TransientError {
  if (error instanceof PermanentError) return error;
  return explainKafka(error, createMask(settings.sasl ? [settings.sasl.password.reveal()] : []), settings);
}

async function createKafka(settings: KafkaSettings, log: Log, limits: Partial<KafkaConfig> = {}): Promise<Kafka> {
  const { Kafka, logLevel } = await kafkajsPart.load();
  return new Kafka({
    clientId: 'bongsu',
    brokers: [...settings.brokers],
    ssl: settings.ssl,
    ...loginOf(settings),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    logLevel: logLevel.WARN,
    // What kafkajs calls an error it tries again by itself; what it cannot, reaches us as one.
    logCreator: () => (entry) => log.debug({ from: 'kafkajs', namespace: entry.namespace }, entry.log.message),
    ...limits,
  });
}
