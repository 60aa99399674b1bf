import type { Admin, LogEntry } from 'kafkajs';
import type { Log } from '../../domain/ports/log.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { createSharing, type Lease } from '../shared-connection.ts';
import { createChanges, type KafkaChanges } from './changes.ts';
import { explainKafka, forbidden, isBroken, isWithoutCoordinator } from './kafka-errors.ts';
import { type KafkaSettings, loginOf } from './kafka-settings.ts';
import { kafkajsPart, takingParts } from './kafkajs-answers.ts';

export type { KafkaSettings } from './kafka-settings.ts';

const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 5_000;

/** kafkajs would go on for half a minute; whoever asks has a deadline and asks again. */
const RETRY = { retries: 2, initialRetryTime: 100, maxRetryTime: 500 };

/** Partitions by topic, as far as we are allowed to see; the leader is -1 where there is none. */
export type Topics = ReadonlyMap<string, readonly { partition: number; leader: number; replicas: number; inSync: number }[]>;

/** What is asked of Kafka; it is only looked at. */
export interface KafkaSession {
  topics(): Promise<Topics>;
  /**
   * Where each partition starts (the first message that is kept) and ends (the next one to come). Only for topics that exist, since asking could make them.
   * A partition without a leader is left out: nobody knows.
   */
  bounds(topic: string): Promise<Map<number, { start: number; end: number }>>;
  /** Committed offsets by topic and partition; -1 where nothing was committed. Empty for a group that does not exist. */
  committed(group: string): Promise<Map<string, Map<number, number>>>;
  describe(group: string): ReturnType<Admin['describeGroups']>;
  groups(): Promise<{ group: string; protocolType: string }[]>;
}

/** The same with what changes something, for mitigations alone. */
export interface KafkaControl extends KafkaSession, KafkaChanges {}

interface Opened extends KafkaControl {
  end(): Promise<void>;
}

const share = createSharing<Opened>();

/** The watched service's Kafka, over a single admin client that the parts of a bot with the same `settings` share. */
export function watchKafka(settings: KafkaSettings, deps: { log: Log }): Lease<KafkaSession> {
  return mitigateKafka(settings, deps);
}

/** The same client, which may change what KAFKA_USERNAME may. */
export function mitigateKafka(settings: KafkaSettings, { log }: { log: Log }): Lease<KafkaControl> {
  return share(settings, () => {
    const hide = createMask(settings.sasl ? [settings.sasl.password.reveal()] : []);
    return new OnDemand<Opened>({
      vendor: 'Kafka',
      open: (lost) => open(settings, log, lost),
      shut: (session) => session.end(),
      explain: (error) => explainKafka(error, hide, settings),
    });
  });
}

async function open(settings: KafkaSettings, log: Log, lost: () => void): Promise<Opened> {
  // kafkajs tells why there is no coordinator only to its log.
  let coordinatorWords = '';
  const { Kafka, logLevel } = await kafkajsPart.load();
  const kafka = new Kafka({
    clientId: 'bongsu',
    brokers: [...settings.brokers],
    ssl: settings.ssl,
    ...loginOf(settings),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    authenticationTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      if (/Response GroupCoordinator/.test(entry.log.message)) coordinatorWords = String(entry.log.error ?? '');
      write(log, entry);
    },
  });
  const admin = kafka.admin();
  const end = () => admin.disconnect().catch(() => {});
  const asked = new Set<string>();
  /** A broken client, or one that knows wrong leaders, is given up: the next question makes a new one, which knows the brokers as they are then. */
  const guarded = async <T>(question: () => Promise<T>): Promise<T> => {
    try {
      return await question();
    } catch (error) {
      if (isWithoutCoordinator(error) && /not authorized/i.test(coordinatorWords)) throw forbidden(coordinatorWords);
      if (isBroken(error)) giveUp();
      throw error;
    }
  };
  const giveUp = () => {
    lost();
    void end();
  };
  await admin.connect().catch(async (error: unknown) => {
    await end();
    throw error;
  });
  log.debug({}, 'Connected to Kafka');
  /** Questions that are answered as far as there are leaders. */
  const looking = <T>(question: () => Promise<T>): Promise<T> => takingParts('led', () => guarded(question));

  return {
    end,
    ...createChanges({ kafka, admin, guarded }),
    topics: () =>
      guarded(async () => {
        const { topics } = await takingParts('all', () => admin.fetchTopicMetadata());
        const found: Topics = new Map(
          topics.map(({ name, partitions }) => [
            name,
            partitions.map(({ partitionId, leader, replicas, isr }) => ({
              partition: partitionId,
              leader,
              replicas: replicas.length,
              inSync: isr.length,
            })),
          ]),
        );
        // kafkajs keeps asking for the topics it once heard of, and a broker may make anew what somebody removed.
        if ([...asked].some((topic) => !found.has(topic))) giveUp();
        return found;
      }),
    bounds: (topic) =>
      looking(async () => {
        asked.add(topic);
        const partitions = await admin.fetchTopicOffsets(topic);
        return new Map(partitions.map(({ partition, low, high }) => [partition, { start: Number(low), end: Number(high) }]));
      }),
    committed: (group) =>
      looking(async () => {
        const topics = await admin.fetchOffsets({ groupId: group });
        return new Map(
          topics.map(({ topic, partitions }) => [topic, new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]))]),
        );
      }),
    describe: (group) => looking(() => admin.describeGroups([group])),
    groups: () =>
      looking(async () => {
        const { groups } = await admin.listGroups();
        return groups.map(({ groupId, protocolType }) => ({ group: groupId, protocolType }));
      }),
  };
}

/** kafkajs tells of every try; whoever asked is told how it ended. */
function write(log: Log, { namespace, label, log: { message, error } }: LogEntry): void {
  const fields = { kafkajs: namespace, ...(error !== undefined && { reason: error }) };
  if (label === 'ERROR') log.warn(fields, message);
  else log.debug(fields, message);
}
