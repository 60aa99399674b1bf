import { z } from 'zod';
import { doubtSchema } from '../signals/doubts.ts';

/** What an update said of one signal. */
const toldReading = z.object({
  key: z.string(),
  state: z.enum(['normal', 'warning', 'critical', 'unsure', 'no-data', 'unreachable']),
  value: z.number().optional(),
  abnormal: z.string().optional().describe('Since when it was not as usual, where no limit judges it; ISO 8601.'),
  doubts: z.array(doubtSchema).optional(),
});
export type ToldReading = z.output<typeof toldReading>;

/** The regular updates. */
export const UPDATE_EVENTS = {
  'update.sent': z
    .object({ sequence: z.number(), readings: z.array(toldReading).optional() })
    .describe('An update was sent to the status channel.'),
  'update.asked': z.object({ sequence: z.number() }).describe('Somebody had an update sent at once.'),
  'update.skipped': z.object({ skipped: z.string(), nextAt: z.string() }).describe('Somebody had an update left out.'),
  'update.edited': z
    .object({ text: z.string(), texts: z.record(z.string(), z.string()).optional() })
    .describe('Somebody approved the text of the next update, as it was drafted or in their own words.'),
  'update.approved': z.object({ sequence: z.number() }).describe('Somebody approved an update that waited on some surface.'),
  'update.corrected': z
    .object({ sequence: z.number(), version: z.number(), texts: z.record(z.string(), z.string()) })
    .describe('Somebody corrected what an update had told.'),
  'page.told': z
    .object({ page: z.string(), sequence: z.number(), version: z.number() })
    .describe('An update, or a correction of one, was told on an external status page.'),
  'page.drifted': z
    .object({ page: z.string(), drift: z.number() })
    .describe('Somebody changed on an external status page what we had told there; `drift` names the change.'),
  'page.settled': z
    .object({ page: z.string(), drift: z.number(), how: z.enum(['ours', 'theirs']) })
    .describe('Somebody decided whose words stay on an external status page.'),
  'guide.sent': z
    .object({ sequence: z.number(), desk: z.string().optional() })
    .describe(
      'The guide for customer support was posted, or follows an update; `desk` is the help desk in which that was, where it was one.',
    ),
  'social.drafted': z
    .object({ notice: z.number(), sequence: z.number(), version: z.number() })
    .describe('A notice for social networks was drafted from an update, or drafted anew because that was corrected.'),
  'social.changed': z
    .object({ notice: z.number(), version: z.number(), texts: z.record(z.string(), z.string()) })
    .describe('Somebody changed a notice for social networks.'),
  'social.agreed': z
    .object({ notice: z.number(), version: z.number() })
    .describe('Somebody stands for a notice for social networks that nobody had approved the words of; a second person decides.'),
  'social.decided': z
    .object({ notice: z.number(), version: z.number(), how: z.enum(['sent', 'declined']) })
    .describe('A second person had a notice told on social networks, or somebody decided that there is none this time.'),
  'social.reopened': z
    .object({ notice: z.number(), why: z.enum(['left', 'not-allowed', 'changed']) })
    .describe(
      'A notice that was approved must be read and approved again: whoever approved it left or may not any more, or its words are other ones.',
    ),
  'social.missed': z.object({ notice: z.number() }).describe('Nobody decided about a notice for social networks in time.'),
  'social.posted': z.object({ notice: z.number(), network: z.string() }).describe('A notice stands on a social network.'),
  'social.withdrawn': z.object({ notice: z.number() }).describe('Somebody withdrew a notice from the social networks.'),
} as const;
