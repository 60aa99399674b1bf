import { z } from 'zod';
import { targetKind } from './target-kind.ts';

export const kafkaTarget = targetKind({
  schema: z.strictObject({
    topic: z.string().min(1).describe('Which topic.'),
    set: z.enum(['partitions', 'offsets']).describe('What of it is changed: how many partitions it has, or where a group goes on reading.'),
    group: z.string().min(1).optional().describe('Whose offsets.'),
  }),
  said: 'The Kafka at KAFKA_BROKERS.',
  title: ({ topic, set, group }) =>
    set === 'partitions'
      ? { en: `Partitions of ${topic}`, ko: `${topic} 파티션 수` }
      : { en: `Offsets of ${group ?? topic}`, ko: `${group ?? topic} 오프셋` },
  trouble({ set, group }) {
    if (set === 'offsets' && group === undefined) return 'name the group whose offsets are set';
    return set === 'partitions' && group !== undefined ? 'partitions belong to no group' : undefined;
  },
});
