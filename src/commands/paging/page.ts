import { z } from 'zod';
import { ONCALL_LEVELS } from '../../domain/oncall/levels.ts';
import { worded } from '../../languages/worded.ts';
import { pageSomebody } from '../../workflows/paging/page-somebody.ts';
import { about, person, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { choice, either, mention, rest } from '../words/readers.ts';

const level = z.enum(ONCALL_LEVELS);

export const page = incidentCommand({
  name: 'page',
  summary: worded(({ commands }) => commands.pageSummary),
  args: z.object({
    whom: about(z.union([level, person()]), {
      what: worded(({ commands }) => commands.pageWhom),
      examples: ['U0MINJI', 'L2', 'operations'],
      expects: worded(({ commands }) => commands.pageWhomExpects),
    }),
    reason: about(prose(3_000).optional(), {
      what: worded(({ commands }) => commands.pageReason),
      examples: worded(({ commands }) => commands.pageReasonExamples),
    }),
  }),
  words: { whom: either(mention(), choice(ONCALL_LEVELS, { ops: 'operations' })), reason: rest },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { whom, reason } }) => {
    const asked = level.safeParse(whom);
    const { users } = await pageSomebody(runtime, {
      cause,
      actor,
      incidentId: incident.id,
      whom: asked.success ? { level: asked.data } : { user: whom },
      ...(reason && { reason }),
    });
    return { show: 'done', view: { done: 'paged', incident, users } };
  },
});
