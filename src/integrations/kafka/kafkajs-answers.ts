import { AsyncLocalStorage } from 'node:async_hooks';
import { worded } from '../../languages/worded.ts';
import { part } from '../part.ts';

/**
 * What kafkajs throws away of two answers. A single partition without a leader makes it refuse the metadata of every topic, so that of three brokers two
 * would tell nothing; and of a login whose mechanism is refused it keeps a code, but not what the broker offers instead. Its readers of these answers are
 * wrapped for whoever asks within `takingParts`; for everybody else (consumers, producers) they do what they always did.
 */

interface Partition {
  partitionErrorCode: number;
  partitionId: number;
  leader: number;
}

interface Metadata {
  topicMetadata: { topicErrorCode: number; partitionMetadata: Partition[] }[];
}

interface Handshake {
  errorCode: number;
  enabledMechanisms?: unknown;
}

interface Reader<Data> {
  parse(data: Data): Promise<Data>;
}

/** `led`: only the partitions that have a leader. `all`: all, those without one with the leader -1. */
type Taken = 'led' | 'all';
const taking = new AsyncLocalStorage<Taken>();

/** Runs `question` with the partitions of every topic as far as they are known. */
export function takingParts<T>(which: Taken, question: () => Promise<T>): Promise<T> {
  return taking.run(which, question);
}

/** The mechanisms that a broker offered when it refused a login; empty when it did not say. */
export function offeredBy(error: unknown): readonly string[] {
  const { [OFFERED]: offered } = (typeof error === 'object' && error !== null ? error : {}) as { [OFFERED]?: readonly string[] };
  return offered ?? [];
}

const OFFERED = Symbol('mechanisms that the broker offered');

function wrapMetadata(reader: Reader<Metadata>): void {
  const { parse } = reader;
  reader.parse = async (data) => {
    const which = taking.getStore();
    if (which === undefined) return await parse(data);
    const topicMetadata = data.topicMetadata.map((topic) => ({
      ...topic,
      // A code of a partition says that it has no leader, or that a copy of it is away, which its other fields tell too.
      partitionMetadata: topic.partitionMetadata
        .filter(({ leader }) => which === 'all' || leader >= 0)
        .map((partition) => ({ ...partition, partitionErrorCode: 0 })),
    }));
    return await parse({ ...data, topicMetadata });
  };
}

function wrapHandshake(reader: Reader<Handshake>): void {
  const { parse } = reader;
  reader.parse = async (data) => {
    try {
      return await parse(data);
    } catch (error) {
      if (typeof error === 'object' && error !== null && Array.isArray(data.enabledMechanisms))
        Object.assign(error, { [OFFERED]: data.enabledMechanisms.filter((one) => typeof one === 'string') });
      throw error;
    }
  };
}

const READERS = {
  metadata: [
    () => import('kafkajs/src/protocol/requests/metadata/v0/response.js'),
    () => import('kafkajs/src/protocol/requests/metadata/v1/response.js'),
    () => import('kafkajs/src/protocol/requests/metadata/v2/response.js'),
    () => import('kafkajs/src/protocol/requests/metadata/v3/response.js'),
    () => import('kafkajs/src/protocol/requests/metadata/v4/response.js'),
    () => import('kafkajs/src/protocol/requests/metadata/v5/response.js'),
    () => import('kafkajs/src/protocol/requests/metadata/v6/response.js'),
  ],
  handshake: [
    () => import('kafkajs/src/protocol/requests/saslHandshake/v0/response.js'),
    () => import('kafkajs/src/protocol/requests/saslHandshake/v1/response.js'),
  ],
};

/** kafkajs, with the readers wrapped: a tenth of all that is loaded otherwise, which whoever has no Kafka is spared. */
export const kafkajsPart = part({
  name: 'kafkajs',
  without: worded(({ watched }) => watched.kafkaCannotBeAsked),
  from: async () => {
    const library = await import('kafkajs');
    for (const reader of READERS.metadata) wrapMetadata((await reader()).default as Reader<Metadata>);
    for (const reader of READERS.handshake) wrapHandshake((await reader()).default as Reader<Handshake>);
    return library;
  },
});
