import { z } from 'zod';
import { worded } from '../../../languages/worded.ts';
import { requestAddress } from '../schema-parts.ts';
import { jsonField } from './http.ts';
import { targetKind } from './target-kind.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const webhookTarget = targetKind({
  schema: z.strictObject({
    url: requestAddress.describe('Takes a POST that does it.'),
    undo: requestAddress.optional().describe('Takes a POST that undoes it; without it, only what `state` tells can be undone.'),
    state: requestAddress.optional().describe('Answers GET with how it stands.'),
    field: jsonField.optional().describe('Where that stands in its JSON.'),
    done: z.string().min(1).optional().describe('What stands there once it is done; absent for a value that is chosen.'),
    send: z.enum(['json', 'form']).default('json').describe('How the body is written.'),
    body: z
      .record(jsonField, scalar)
      .optional()
      .describe(
        'What is sent, dots between levels; {to} stands for the value, {key} for the key of this change. Value and key when absent.',
      ),
  }),
  said: 'An address that does something when it is called, such as a CI job; requests are signed with WEBHOOK_SECRET.',
  title: ({ url }) => {
    const { hostname } = new URL(url);
    return worded(({ rules }) => rules.webhookOf(hostname));
  },
  trouble({ undo, state, field, done }) {
    if ((state === undefined) !== (field === undefined)) return '`state` and `field` belong together';
    if (done !== undefined && state === undefined) return '`done` belongs to `state`';
    return undo !== undefined && state !== undefined && done === undefined
      ? '`undo` beside `state` needs `done`, to tell doing from undoing'
      : undefined;
  },
});
