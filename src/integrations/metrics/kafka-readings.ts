import type { Doubtful } from '../../domain/signals/doubts.ts';
import { findGroup } from '../kafka/groups.ts';
import { findLags, wholeOf, withoutLeader } from '../kafka/lags.ts';
import type { KafkaSession, Topics } from '../kafka/watched-kafka.ts';
import { duration, type Measured, type Moment, optionalText, type ReadingKind, readingOf, text } from './reading-kind.ts';

const reading = readingOf<KafkaSession>();

/** What a signal may ask of Kafka, one entry each. Of a group or topic that does not exist there is no value. */
export const KAFKA_READINGS: readonly ReadingKind<KafkaSession>[] = [
  reading({
    name: 'lag',
    arguments: { group: text, topic: optionalText },
    unit: 'messages',
    doc: 'Messages that the group has still to read and that are still kept, in one topic or in all that it has committed to; partitions that hold something without a commit, or have no leader, make it a part.',
    read: (session, { group, topic }) => lagsOf(session, group, topic, (lags) => lags.reduce((sum, lag) => sum + lag, 0)),
  }),
  reading({
    name: 'max_partition_lag',
    arguments: { group: text, topic: optionalText },
    unit: 'messages',
    doc: 'The lag of the partition that is furthest behind: near the whole lag when one partition or one consumer holds it up.',
    read: (session, { group, topic }) => lagsOf(session, group, topic, (lags) => Math.max(...lags)),
  }),
  reading({
    name: 'partition_lag',
    arguments: { group: text, topic: text, partition: text },
    unit: 'messages',
    doc: 'The lag of one partition.',
    read: async (session, { group, topic, partition }) => {
      const found = (await findLags(session, group, topic))?.find((one) => String(one.partition) === partition);
      if (found && found.end === undefined) throw withoutLeader([`${topic}-${partition}`]);
      return found?.lag;
    },
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
    doc: 'Messages written to the topic, as far as Bongsu has watched; no value at the first question, and a part where a partition has no leader.',
    read: async (session, { topic, window: windowMs }, moment) => {
      const partitions = (await session.topics()).get(topic);
      if (!partitions) return undefined;
      if (partitions.every(({ leader }) => leader < 0)) throw withoutLeader([topic]);
      const bounds = await session.bounds(topic);
      const totals = [...bounds].map(([partition, { end }]) => [JSON.stringify(['produced', topic, partition]), end] as const);
      return ratesOf(totals, { moment, windowMs, all: partitions.length });
    },
  }),
  reading({
    name: 'consumed',
    arguments: { group: text, topic: text, window: duration('1m') },
    unit: 'per-second',
    doc: 'Messages of the topic that the group has dealt with (committed), as far as Bongsu has watched; no value at the first question.',
    read: async (session, { group, topic, window: windowMs }, moment) => {
      const lags = await findLags(session, group, topic);
      const committed = lags?.flatMap(({ partition, committed: offset }) =>
        offset === undefined ? [] : [[JSON.stringify(['consumed', group, topic, partition]), offset] as const],
      );
      // What it has not committed for it has not dealt with; that is known without a leader.
      return committed && ratesOf(committed, { moment, windowMs, all: committed.length });
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
async function lagsOf(
  session: KafkaSession,
  group: string,
  topic: string | undefined,
  together: (lags: readonly number[]) => number,
): Promise<Measured> {
  const found = await findLags(session, group, topic);
  if (!found) return undefined;
  const whole: Doubtful = wholeOf(found);
  const lags = found.flatMap(({ lag }) => (lag === undefined ? [] : [lag]));
  return lags.length > 0 ? { value: together(lags), ...whole } : undefined;
}

/** The rates of several counters together. Each has a past of its own: one that is away for a while, or new, makes no jump of the others. */
function ratesOf(
  totals: readonly (readonly [key: string, total: number])[],
  { moment, windowMs, all }: { moment: Moment; windowMs: number; all: number },
): Measured {
  const { at, counters } = moment;
  const rates = totals.flatMap(([key, total]) => counters.perSecond(`${windowMs} ${key}`, total, { at, windowMs }) ?? []);
  if (rates.length === 0) return undefined;
  const value = rates.reduce((sum, rate) => sum + rate, 0);
  return rates.length === all ? value : { value, doubts: [{ code: 'some', of: 'partitions', came: rates.length, all }] };
}

function partitionsOf(topics: Topics, topic: string | undefined) {
  return topic === undefined ? [...topics.values()].flat() : topics.get(topic);
}
