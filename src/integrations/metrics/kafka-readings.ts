import { findGroup } from '../kafka/groups.ts';
import { findLags, type PartitionLag } from '../kafka/lags.ts';
import type { KafkaSession, Topics } from '../kafka/watched-kafka.ts';
import { duration, optionalText, type ReadingKind, readingOf, text } from './reading-kind.ts';

const reading = readingOf<KafkaSession>();

/** What a signal may ask of Kafka, one entry each. Of a group or topic that does not exist there is no value. */
export const KAFKA_READINGS: readonly ReadingKind<KafkaSession>[] = [
  reading({
    name: 'lag',
    arguments: { group: text, topic: optionalText },
    unit: 'messages',
    doc: 'Messages that the group has still to read, in one topic or in all that it has committed to; partitions without a commit are left out.',
    read: async (session, { group, topic }) => {
      const lags = await lagsOf(session, group, topic);
      return lags?.reduce((sum, lag) => sum + lag, 0);
    },
  }),
  reading({
    name: 'max_partition_lag',
    arguments: { group: text, topic: optionalText },
    unit: 'messages',
    doc: 'The lag of the partition that is furthest behind: near the whole lag when one partition or one consumer holds it up.',
    read: async (session, { group, topic }) => {
      const lags = await lagsOf(session, group, topic);
      return lags && Math.max(...lags);
    },
  }),
  reading({
    name: 'partition_lag',
    arguments: { group: text, topic: text, partition: text },
    unit: 'messages',
    doc: 'The lag of one partition.',
    read: async (session, { group, topic, partition }) =>
      (await findLags(session, group, topic))?.find((one) => String(one.partition) === partition)?.lag,
  }),
  reading({
    name: 'members',
    arguments: { group: text },
    unit: 'count',
    doc: 'Consumers in the group; 0 when it is known and nobody is in it.',
    read: async (session, { group }) => (await findGroup(session, group))?.members.length,
  }),
  reading({
    name: 'idle_members',
    arguments: { group: text },
    unit: 'count',
    doc: 'Consumers that have no partition to read, because there are too few; no value while the group rebalances.',
    read: async (session, { group }) => {
      const found = await findGroup(session, group);
      if (!found || found.rebalancing) return undefined;
      return found.members.filter(({ partitions }) => [...partitions.values()].every((list) => list.length === 0)).length;
    },
  }),
  reading({
    name: 'idle_partitions',
    arguments: { group: text, topic: text },
    unit: 'count',
    doc: 'Partitions of the topic that no consumer of the group reads; no value while the group rebalances.',
    read: async (session, { group, topic }) => {
      const [found, topics] = await Promise.all([findGroup(session, group), session.topics()]);
      const partitions = topics.get(topic);
      if (!found || found.rebalancing || !partitions) return undefined;
      const read = new Set(found.members.flatMap((member) => member.partitions.get(topic) ?? []));
      return partitions.filter(({ partition }) => !read.has(partition)).length;
    },
  }),
  reading({
    name: 'rebalancing',
    arguments: { group: text },
    unit: 'count',
    doc: 'Whether the group is sharing out its partitions (1), when nobody reads, or not (0).',
    read: async (session, { group }) => {
      const found = await findGroup(session, group);
      return found && Number(found.rebalancing);
    },
  }),
  reading({
    name: 'partitions',
    arguments: { topic: text },
    unit: 'count',
    doc: 'Partitions of the topic.',
    read: async (session, { topic }) => (await session.topics()).get(topic)?.length,
  }),
  reading({
    name: 'produced',
    arguments: { topic: text, window: duration('1m') },
    unit: 'per-second',
    doc: 'Messages written to the topic, as far as Bongsu has watched; no value at the first question.',
    read: async (session, { topic, window: windowMs }, { at, counters }) => {
      if (!(await session.topics()).has(topic)) return undefined;
      const total = [...(await session.ends(topic)).values()].reduce((sum, end) => sum + end, 0);
      return counters.perSecond(`produced ${windowMs} ${topic}`, total, { at, windowMs });
    },
  }),
  reading({
    name: 'consumed',
    arguments: { group: text, topic: text, window: duration('1m') },
    unit: 'per-second',
    doc: 'Messages of the topic that the group has dealt with (committed), as far as Bongsu has watched; no value at the first question.',
    read: async (session, { group, topic, window: windowMs }, { at, counters }) => {
      const lags = await findLags(session, group, topic);
      if (!lags) return undefined;
      const total = lags.reduce((sum, { committed = 0 }) => sum + committed, 0);
      return counters.perSecond(JSON.stringify(['consumed', windowMs, group, topic]), total, { at, windowMs });
    },
  }),
  reading({
    name: 'under_replicated',
    arguments: { topic: optionalText },
    unit: 'count',
    doc: 'Partitions of the topic, or of all, that have fewer copies in step than they should.',
    read: async (session, { topic }) => partitionsOf(await session.topics(), topic)?.filter((one) => one.inSync < one.replicas).length,
  }),
  reading({
    name: 'leaderless',
    arguments: { topic: optionalText },
    unit: 'count',
    doc: 'Partitions of the topic, or of all, that nobody can write to or read, because they have no leader.',
    read: async (session, { topic }) => partitionsOf(await session.topics(), topic)?.filter(({ leader }) => leader < 0).length,
  }),
];

/** Undefined when no partition has a lag to tell. */
async function lagsOf(session: KafkaSession, group: string, topic: string | undefined): Promise<number[] | undefined> {
  const lags = (await findLags(session, group, topic))?.flatMap(({ lag }: PartitionLag) => (lag === undefined ? [] : [lag])) ?? [];
  return lags.length > 0 ? lags : undefined;
}

function partitionsOf(topics: Topics, topic: string | undefined) {
  return topic === undefined ? [...topics.values()].flat() : topics.get(topic);
}
