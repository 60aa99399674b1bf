import { z } from 'zod';

const sequence = z.number().describe('Which plan of the meeting it is, counted from 0.');

/** What follows recovery. */
export const REVIEW_EVENTS = {
  'retro.planned': z.object({ startsAt: z.string(), endsAt: z.string(), sequence }).describe('The retrospective was planned.'),
  'retro.invited': z.object({ sequence }).describe('People were invited to the retrospective.'),
  'retro.accepted': z.object({}).describe('Somebody takes part in the retrospective.'),
  'retro.proposed': z.object({ proposedAt: z.string() }).describe('Somebody proposed another time for the retrospective.'),
  'retro.moved': z.object({ from: z.string(), startsAt: z.string(), sequence }).describe('The retrospective was moved.'),
  'retro.unanswered': z.object({ sequence }).describe('Nobody has accepted the time of the retrospective, and whoever leads was told.'),
  'retro.held': z.object({ row: z.string().optional(), kept: z.boolean().optional() }).describe('The retrospective took place.'),
  'retro.cancelled': z.object({ startsAt: z.string(), sequence }).describe('The retrospective was cancelled.'),
  'retro.problem': z
    .object({ problems: z.array(z.object({ step: z.string(), code: z.string().nullable(), text: z.unknown() })) })
    .describe('A part of the invitation to the retrospective failed.'),
  'follow-ups.opened': z.object({ rows: z.array(z.string()) }).describe('The follow-ups were opened.'),
  'follow-ups.cancelled': z.object({ count: z.number() }).describe('Open follow-ups were dropped.'),
  'follow-up.assigned': z
    .object({ row: z.string(), owner: z.string(), before: z.string().optional() })
    .describe('A follow-up has another owner.'),
  'follow-up.reminded': z
    .object({ row: z.string(), reminder: z.string(), people: z.array(z.string()) })
    .describe('People were reminded of a follow-up.'),
  'follow-up.done': z.object({ row: z.string() }).describe('A follow-up is done.'),
} as const;
