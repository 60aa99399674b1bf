import { z } from 'zod';
import { SOURCE_KINDS } from '../playbook/analysis-schema.ts';

/** What is found out. */
export const ANALYSIS_EVENTS = {
  'analysis.collected': z
    .object({
      row: z.string(),
      sources: z.array(z.string()),
      problems: z.array(z.unknown()).optional(),
      path: z.unknown().optional().describe('A way to reproduce, as it was proposed.'),
      /** Kinds that were read, and whether all that the row is about was. Old entries say neither. */
      read: z.array(z.enum(SOURCE_KINDS)).optional(),
      whole: z.boolean().optional(),
    })
    .describe('Something was collected for a row of the analysis.'),
  'analysis.assigned': z
    .object({ item: z.string(), owner: z.string() })
    .describe('Somebody has a row of the analysis, or one of its checks.'),
  'analysis.ticked': z
    .object({ item: z.string(), note: z.string().optional(), left: z.number().describe('How many of the row’s checks are open.') })
    .describe('A row of the analysis, or one of its checks, was seen to.'),
  'analysis.accepted': z.object({ row: z.string(), path: z.unknown() }).describe('Somebody accepted a proposed way to reproduce.'),
  'diagnosis.likely': z
    .object({ scenario: z.string(), cause: z.string(), evidence: z.array(z.unknown()) })
    .describe('The diagnosis found a likely cause.'),
  'diagnosis.named': z
    .object({
      scenario: z.string(),
      cause: z.string(),
      note: z.string().optional(),
      begun: z.array(z.string()).optional(),
      waived: z.array(z.string()).optional(),
    })
    .describe('Somebody named the cause.'),
  'readings.followed': z
    .object({ rows: z.array(z.string()).optional(), signals: z.array(z.string()) })
    .describe('The numbers were followed to the end after recovery.'),
} as const;
