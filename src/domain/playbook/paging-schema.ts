import { z } from 'zod';

const pagerName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a way to page, such as slack, email or sms');

/** How people are paged. Which names there are is known to the list of pagers (`src/integrations/pagers/index.ts`), not to the schema. */
export const pagingSchema = z
  .strictObject({
    order: z
      .array(pagerName)
      .min(1)
      .default(['slack', 'email', 'sms', 'voice', 'webhook', 'pagerduty'])
      .describe('Ways to page, the first one first. One that is left out is not used; one that is not set up is passed over.'),
    webhook: z
      .url({ protocol: /^https?$/, error: 'is not an http(s) address' })
      .optional()
      .describe('Gets every page as a POST signed with WEBHOOK_SECRET.'),
  })
  .describe('How people are paged.');
