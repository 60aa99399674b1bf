import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { approveUpdate } from '../../workflows/updates/steer-updates.ts';
import { about, key, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { texts } from './arguments.ts';

export const updateApprove = incidentCommand({
  name: 'update approve',
  summary: worded(({ commands }) => commands.updateApproveSummary),
  args: z.object({
    texts: texts().optional(),
    now: about(z.boolean().optional(), { what: worded(({ commands }) => commands.updateApproveNow), examples: [true] }),
    /** Which one was shown as the next. */
    seen: seen(key()),
  }),
  words: {},
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const { nextAt } = await approveUpdate(runtime, { cause, actor, incidentId: incident.id, ...args });
    if (nextAt === undefined) return { show: 'done', view: { done: 'update-posted', incident } };
    return { show: 'done', view: { done: 'update-approved', incident, nextAt: new Date(nextAt), now: runtime.clock.now() } };
  },
});
