import { z } from 'zod';
import { verbatim } from '../../language/verbatim.ts';
import { requestAddress } from '../schema-parts.ts';
import { targetKind } from './target-kind.ts';

/** Where a value stands in JSON. */
export const jsonField = z.string().regex(/^[A-Za-z_][\w.-]*$/, 'is not a field: letters, digits, and dots between levels');

export const httpTarget = targetKind({
  schema: z.strictObject({
    url: requestAddress.describe('Answers GET with the present value, and PATCH sets it.'),
    field: jsonField.describe('Where the value stands in the JSON that GET answers; PATCH sends the same field.'),
  }),
  said: "The team's own address; requests are signed with WEBHOOK_SECRET.",
  title: ({ field }) => verbatim(wordsIn(field)),
});

/** `coupons.poolSize` → `pool size`. */
export function wordsIn(field: string): string {
  const last = field.split('.').at(-1) ?? field;
  return last
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
}
