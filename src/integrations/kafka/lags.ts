import { PermanentError } from '../../domain/errors.ts';
import { isListed, unseen } from './groups.ts';
import type { KafkaSession, Topics } from './watched-kafka.ts';

export interface PartitionLag {
  topic: string;
  partition: number;
  /** Undefined: the group has committed nothing for it. */
  committed: number | undefined;
  end: number;
  /** Undefined like `committed`: nobody knows where the group would begin. */
  lag: number | undefined;
}

/**
 * How far a group is behind, by partition, in the topics (or the one) for which it has committed something; undefined when it has not,
 * or does not exist. PermanentError `group_unseen` when there is such a group but its offsets cannot be seen, `beyond_end` when what it
 * committed cannot be.
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

async function lagsIn(
  session: KafkaSession,
  topics: Topics,
  { group, topic, offsets }: { group: string; topic: string; offsets: ReadonlyMap<number, number> },
): Promise<PartitionLag[]> {
  // A topic that was removed may still have offsets.
  if (!topics.has(topic)) return [];
  const ends = await session.ends(topic);
  return [...ends].map(([partition, end]) => {
    const offset = offsets.get(partition) ?? -1;
    if (offset < 0) return { topic, partition, committed: undefined, end, lag: undefined };
    if (offset > end) {
      throw new PermanentError('beyond_end', {
        en: `The group ${group} committed offset ${offset} of ${topic}-${partition}, which ends at ${end}: was the topic made anew? Reset the group's offsets.`,
        ko: `그룹 ${group}이(가) ${topic}-${partition}에 커밋한 offset ${offset}이(가) 끝(${end})보다 큽니다. topic을 새로 만들었다면 그룹의 offset을 재설정해 주세요.`,
      });
    }
    return { topic, partition, committed: offset, end, lag: end - offset };
  });
}

/** Listed, but dead to us. */
async function isUnseen(session: KafkaSession, group: string): Promise<boolean> {
  const { groups } = await session.describe(group);
  return groups[0]?.state === 'Dead' && (await isListed(session, group));
}
