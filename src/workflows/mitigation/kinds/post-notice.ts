import { z } from 'zod';
import { postPublicly } from './post-publicly.ts';

const settings = z.strictObject({});

/** P2: posts a notice at /status, such as "coupon issuing is delayed". */
export const postNotice = postPublicly<z.output<typeof settings>>({
  name: 'post-notice',
  kind: 'notice',
  settings,
  retryAfterMs: () => null,
});
