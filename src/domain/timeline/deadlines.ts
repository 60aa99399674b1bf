import { z } from 'zod';

/** What becomes of the rows of the process. */
export const DEADLINE_EVENTS = {
  'deadline.kept': z
    .object({
      row: z.string(),
      /** By which event, as the playbook calls it; absent when a person said so. */
      event: z.string().optional(),
      /** It had been missed, and stays so. */
      late: z.boolean().optional(),
      note: z.string().optional(),
      /** The run of a mitigation that kept it. */
      run: z.number().optional(),
    })
    .describe('A row was kept.'),
  'deadline.missed': z
    .object({ row: z.string(), dueAt: z.string().optional(), reason: z.string().optional() })
    .describe('A row was missed, because its time passed or because it is plain that it will.'),
  'deadline.waived': z.object({ row: z.string() }).describe('A row turned out not to apply when its time came.'),
  'deadline.pending': z.object({ row: z.string() }).describe('A row that was missed can be kept again.'),
  'deadline.reminded': z
    .object({ row: z.string(), people: z.array(z.string().nullable()) })
    .describe('Whoever has a row was reminded of it.'),
} as const;
