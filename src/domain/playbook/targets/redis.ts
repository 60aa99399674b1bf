import { z } from 'zod';
import { verbatim } from '../../language/verbatim.ts';
import { targetKind } from './target-kind.ts';

export const redisTarget = targetKind({
  schema: z.strictObject({
    key: z.string().min(1).describe('A string, or a hash with a field.'),
    field: z.string().min(1).optional().describe('Of a hash.'),
  }),
  said: 'A key that the service reads, in the Redis at MITIGATE_REDIS_URL.',
  title: ({ key, field }) => verbatim(field ?? key),
});
