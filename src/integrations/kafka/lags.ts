import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Doubtful } from '../../domain/signals/doubts.ts';
import { worded } from '../../languages/worded.ts';
import { isListed, unseen } from './groups.ts';
import type { KafkaSession, Topics } from './watched-kafka.ts';

export interface PartitionLag {
  topic: string;
  partition: number;
  /** Undefined: the group has committed nothing for it. */
  committed: number | undefined;
  /** The first message that is kept, and the next one to come; undefined for a partition without a leader, which nobody can ask. */
  start: number | undefined;
  end: number | undefined;
  /** Messages that are there to be read. Undefined where nobody knows: without a leader, or without a commit in a partition that holds something. */
  lag: number | undefined;
}

/**
 * How far a group is behind, by partition, in the topics (or the one) for which it has committed something; undefined when it has not,
 * or does not exist. What was thrown away before it was read cannot be read any more: the lag counts from where the log starts. PermanentError
 * `group_unseen` when there is such a group but its offsets cannot be seen, `beyond_end` when what it committed cannot be.
 */
export async function findLags(session: KafkaSession, group: string, topic: string | undefined): Promise<PartitionLag[] | undefined> {
  // Before the ends, which only grow: the other way round a quick group would seem to be ahead.
  const committed = await session.committed(group);
  const known = [...committed].filter(([name, offsets]) => (topic ?? name) === name && [...offsets.values()].some((offset) => offset >= 0));
  if (known.length === 0) {
    if (committed.size === 0 && (await isUnseen(session, group))) throw unseen(group);
    return undefined;
  }
  const topics = await session.topics();
  const lags = await Promise.all(known.map(([name, offsets]) => lagsIn(session, topics, { group, topic: name, offsets })));
  const found = lags.flat();
  return found.length > 0 ? found : undefined;
}

/** That only some of the partitions tell it; nothing when all do. Transient when none does, because none has a leader. */
export function wholeOf(lags: readonly PartitionLag[]): Doubtful {
  const came = lags.filter(({ lag }) => lag !== undefined).length;
  if (lags.length > 0 && lags.every(({ end }) => end === undefined)) throw withoutLeader(lags.map(({ topic }) => topic));
  return came === lags.length ? {} : { doubts: [{ code: 'some', of: 'partitions', came, all: lags.length }] };
}

/** Nobody can be asked about these until a broker is back. */
export function withoutLeader(topics: readonly string[]): TransientError {
  const names = [...new Set(topics)].slice(0, 5).join(', ');
  return new TransientError(
    'leader_not_available',
    worded(({ watched }) => watched.kafkaCannotAnswerNowNo(names)),
  );
}

async function lagsIn(
  session: KafkaSession,
  topics: Topics,
  { group, topic, offsets }: { group: string; topic: string; offsets: ReadonlyMap<number, number> },
): Promise<PartitionLag[]> {
  const partitions = topics.get(topic);
  // A topic that was removed may still have offsets.
  if (!partitions) return [];
  const bounds = partitions.some(({ leader }) => leader >= 0)
    ? await session.bounds(topic)
    : new Map<number, { start: number; end: number }>();
  const numbers = new Set([...partitions.map(({ partition }) => partition), ...bounds.keys()]);
  return [...numbers]
    .sort((one, other) => one - other)
    .map((partition) => {
      const offset = offsets.get(partition) ?? -1;
      const committed = offset < 0 ? undefined : offset;
      const { start, end } = bounds.get(partition) ?? { start: undefined, end: undefined };
      if (committed !== undefined && end !== undefined && committed > end) throw beyondEnd(group, `${topic}-${partition}`, committed, end);
      return { topic, partition, committed, start, end, lag: lagFrom(committed, start, end) };
    });
}

function lagFrom(committed: number | undefined, start: number | undefined, end: number | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  // Where nothing is kept there is nothing to read, wherever the group stands.
  if (start >= end) return 0;
  return committed === undefined ? undefined : Math.max(0, end - Math.max(committed, start));
}

function beyondEnd(group: string, where: string, offset: number, end: number): PermanentError {
  return new PermanentError(
    'beyond_end',
    worded(({ watched }) => watched.groupCommittedOffsetOfWhichEndsAtWas(group, offset, where, end)),
  );
}

/** Listed, but dead to us. */
async function isUnseen(session: KafkaSession, group: string): Promise<boolean> {
  const { groups } = await session.describe(group);
  return groups[0]?.state === 'Dead' && (await isListed(session, group));
}
