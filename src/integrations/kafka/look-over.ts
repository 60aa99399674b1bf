import { findGroup } from './groups.ts';
import type { KafkaSession } from './watched-kafka.ts';

/** How many topics and groups there are to see, and which groups have members that cannot be seen. */
export async function lookOverKafka(session: KafkaSession): Promise<{ topics: number; groups: number; unseen: string[] }> {
  const [topics, groups] = await Promise.all([session.topics(), session.groups()]);
  const unseen = await Promise.all(
    groups.map(({ group }) =>
      findGroup(session, group).then(
        () => [],
        (error: { code?: string }) => (error.code === 'group_unseen' ? [group] : []),
      ),
    ),
  );
  return { topics: topics.size, groups: groups.length, unseen: unseen.flat() };
}
