import { z } from 'zod';

const level = z.string().describe('L1, L2 or operations.');
/** Levels for which a page counts: its own, and those at which its person was not asked because of it; none when somebody was asked for by name. Old entries do not say. */
const levels = z.array(z.string()).optional();

/** Who is called, and who answers. */
export const PAGING_EVENTS = {
  'page.asked': z.object({ users: z.array(z.string()), level, reason: z.string().optional() }).describe('Somebody had people paged.'),
  'page.sent': z
    .object({
      level,
      levels,
      user: z.string(),
      attempt: z.number(),
      used: z.array(z.string()),
      problems: z.array(z.string()),
      quiet: z.string().optional().describe('Until when the person wants no notifications; ISO 8601.'),
    })
    .describe('A page left; a row that bears the id of a step of escalation is kept by the pages of that step’s level.'),
  'page.refused': z
    .object({ level, user: z.string(), why: z.string(), code: z.string().optional(), problems: z.array(z.string()) })
    .describe('A page can reach its person in no way.'),
  'page.handed-over': z
    .object({ level, from: z.string(), to: z.string().nullable(), why: z.string() })
    .describe('The next person was asked in somebody’s place, or nobody is left.'),
  'page.acknowledged': z
    .object({ level, levels, user: z.string(), how: z.enum(['page', 'role', 'cause', 'mitigation']) })
    .describe('Somebody answered a page, by its button or by acting on the incident.'),
  'page.unreached': z
    .object({ people: z.array(z.object({ user: z.string(), why: z.string().nullable() })) })
    .describe('Nobody could be reached, and people were told so.'),
  'incident.escalated': z
    .object({
      step: z.string(),
      level,
      users: z.array(z.string()),
      have: z.array(z.string()).optional().describe('Who has it already, and stands for the level.'),
    })
    .describe('The next level of the escalation was called.'),
  'escalation.held': z
    .object({ step: z.number(), rows: z.array(z.string()) })
    .describe('Everything measured is well, so that the next level is not called yet.'),
  'escalation.resumed': z.object({ step: z.number(), rows: z.array(z.string()) }).describe('What was held goes on.'),
} as const;
