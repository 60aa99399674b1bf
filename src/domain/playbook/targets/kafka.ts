import { z } from 'zod';
import { worded } from '../../../languages/worded.ts';
import { targetKind } from './target-kind.ts';

export const kafkaTarget = targetKind({
  schema: z.strictObject({
    topic: z.string().min(1).describe('Which topic.'),
    set: z.enum(['partitions', 'offsets']).describe('What of it is changed: how many partitions it has, or where a group goes on reading.'),
    group: z.string().min(1).optional().describe('Whose offsets.'),
  }),
  said: 'The Kafka at KAFKA_BROKERS.',
  title: ({ topic, set, group }) =>
    set === 'partitions' ? worded(({ rules }) => rules.partitionsOf(topic)) : worded(({ rules }) => rules.offsetsOf(group ?? topic)),
  trouble({ set, group }) {
    if (set === 'offsets' && group === undefined) return 'name the group whose offsets are set';
    return set === 'partitions' && group !== undefined ? 'partitions belong to no group' : undefined;
  },
});
