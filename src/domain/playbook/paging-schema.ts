import { z } from 'zod';
import { nameOf } from './names-of.ts';
import { requestAddress } from './schema-parts.ts';

/** Slack pages too, but not as a vendor among others: through the same chat as everything. */
export const SLACK_WAY = 'slack';

const pagerName = nameOf('pagers', z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a way to page, such as slack, email or sms'));

/** How people are paged. Which names there are is known to the list of pagers (`src/integrations/pagers/index.ts`), not to the schema. */
export const pagingSchema = z
  .strictObject({
    order: z
      .array(pagerName)
      .min(1)
      .optional()
      .describe(
        'Ways to page, the first one first. One that is left out is not used; one that is not set up is passed over. Without it all of them are used, slack first.',
      ),
    webhook: requestAddress.optional().describe('Gets every page as a POST signed with WEBHOOK_SECRET.'),
  })
  .describe('How people are paged.');
