import { z } from 'zod';
import { verbatim } from '../../language/verbatim.ts';
import { targetKind } from './target-kind.ts';

export const consulTarget = targetKind({
  schema: z.strictObject({
    key: z
      .string()
      .regex(/^[^/\p{Cc}][^\p{Cc}]*$/u, 'is not the path of a key: it begins without /')
      .describe('Path of the key, such as shop/checkout/limit.'),
    datacenter: z.string().min(1).optional().describe("Of which datacenter; the agent's own when absent."),
  }),
  said: 'A key of the Consul (or what speaks its KV API) at CONSUL_URL.',
  title: ({ key }) => verbatim(key.split('/').filter(Boolean).at(-1) ?? key),
});
