import { z } from 'zod';
import { verbatim } from '../../language/verbatim.ts';
import { requestAddress } from '../schema-parts.ts';
import { targetKind } from './target-kind.ts';

export const flagdTarget = targetKind({
  schema: z.strictObject({
    url: requestAddress.describe('Where flagd reads its definitions over HTTP; GET answers the document with an ETag, PUT replaces it.'),
    flag: z.string().min(1).describe('The key of the flag.'),
    set: z
      .enum(['state', 'defaultVariant'])
      .default('state')
      .describe('What of it is changed: whether it is enabled (true or false), or which variant counts.'),
    evaluate: requestAddress.optional().describe('Where flagd answers OFREP; what it says itself is shown beside what is written.'),
  }),
  said: 'A flag in the definitions that flagd reads; requests are signed with WEBHOOK_SECRET.',
  title: ({ flag }) => verbatim(flag),
});
