import { z } from 'zod';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { worded } from '../../languages/worded.ts';
import { escalateNow } from '../../workflows/paging/escalate.ts';
import { seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';

export const escalate = incidentCommand({
  name: 'escalate',
  summary: worded(({ commands }) => commands.escalateSummary),
  args: z.object({
    /** The step that was shown as the next one: whoever is second is told so. */
    seen: seen(z.int().min(0).max(99)),
  }),
  words: {},
  hint: worded(({ commands }) => commands.escalateHint),
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { seen } }) => {
    const expected = seen === undefined ? {} : { expectedStep: seen };
    const { level } = await escalateNow(runtime, { cause, actor, incidentId: incident.id, ...expected });
    return { show: 'done', view: { done: 'escalated', incident, level: level as OncallLevel } };
  },
});
