import { z } from 'zod';
import { text } from '../../language/text.ts';
import { DETAILS } from '../../updates/audiences.ts';
import { duration, personKey, severity, slackChannel, slackUser, workingHours, zoneName } from '../schema-parts.ts';

/** Whom a playbook names: single people, and those who are told something inside. */

export const person = z.strictObject({
  slack: slackUser.describe('Slack id: profile → ⋮ → Copy member ID.'),
  name: z.string().min(1).describe('As people know them; stands in mails and calendar entries.'),
  email: z
    .email('is not an e-mail address')
    .optional()
    .describe('For pages by mail and for the retrospective’s calendar entry; neither without it.'),
  phone: z
    .string()
    .regex(/^\+\d{7,15}$/, 'is not a phone number in international form, such as +821012345678')
    .optional()
    .describe('For pages by SMS and voice, in international form; neither without it.'),
  zone: zoneName.optional().describe('IANA time zone in which they live; the team’s when absent.'),
  workingHours: workingHours.optional().describe('When they work, in their own zone; the team’s when absent.'),
  calendar: z
    .url({ protocol: /^https?$/, error: 'is not an http(s) address' })
    .optional()
    .describe(
      'iCalendar address of when they are free and busy, from which the retrospective’s time is chosen. What its entries are called is not kept.',
    ),
});

export const audienceKey = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'is not a key: use lower-case letters, digits and -');

export const audience = z.strictObject({
  name: text.describe('As people call it.'),
  channel: slackChannel.optional().describe('The channel in which it is told; this or people, or both.'),
  people: z.array(personKey).default([]).describe('Who is told in a direct message.'),
  detail: z
    .enum(DETAILS)
    .default('summary')
    .describe('headline: one line; summary: the approved text; full: the numbers and what was done as well.'),
  from: severity.default('sev3').describe('Less severe ones it does not hear of.'),
  every: z
    .strictObject({
      sev1: duration.optional().describe('While it is critical; every update when absent.'),
      sev2: duration.optional().describe('While it is high.'),
      sev3: duration.optional().describe('While it is medium.'),
    })
    .optional()
    .describe('At most so often. The first update, what became worse and the end are told all the same.'),
});
