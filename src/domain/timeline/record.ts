import { z } from 'zod';

const entry = z.string().describe('The id of the entry.');

/** What people put into the record, and what they say of its entries: those themselves stay as they were written. */
export const RECORD_EVENTS = {
  'note.private': z
    .object({ text: z.string(), for: z.array(z.string()).describe('Who may read it, by their Slack ids.') })
    .describe('Somebody wrote a note that only some may read.'),
  'message.added': z
    .object({
      channel: z.string(),
      ts: z.string(),
      author: z.string().nullable().describe('Who wrote it; null when it was written by a program.'),
      text: z.string().describe('As it was read; what becomes of the message later changes nothing.'),
      permalink: z.string().optional(),
      files: z.array(z.object({ name: z.string(), permalink: z.string().optional() })).optional(),
      how: z.enum(['reaction', 'pin', 'shortcut']),
    })
    .describe('Somebody added a message of the chat to the timeline.'),
  'entry.edited': z.object({ entry, text: z.string() }).describe('Somebody put an entry of the timeline into other words.'),
  'entry.removed': z.object({ entry, reason: z.string() }).describe('Somebody struck an entry of the timeline out.'),
  'recovery.overridden': z
    .object({
      to: z.enum(['mitigated', 'resolved']),
      reason: z.string(),
      abnormal: z.array(z.string()).describe('The signals that were not back to normal, by their keys.'),
      alerts: z.number().optional().describe('How many alerts fired.'),
    })
    .describe('Somebody called it over although signals were not back to normal.'),
  'impact.stated': z
    .object({
      cause: z.string().optional(),
      who: z.string().optional(),
      howMany: z.number().optional(),
      lastedMs: z.number().optional(),
      money: z.string().optional(),
      fixedBy: z.string().optional(),
    })
    .describe('Somebody said what it did to users, and what ended it.'),
} as const;
