import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { skipUpdate } from '../../workflows/updates/steer-updates.ts';
import { key, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';

export const updateSkip = incidentCommand({
  name: 'update skip',
  summary: worded(({ commands }) => commands.updateSkipSummary),
  args: z.object({
    /** Which one was shown as the next. */
    seen: seen(key()),
  }),
  words: {},
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { seen } }) => {
    const { nextAt } = await skipUpdate(runtime, { cause, actor, incidentId: incident.id, ...(seen !== undefined && { seen }) });
    return { show: 'done', view: { done: 'update-skipped', incident, nextAt: new Date(nextAt), now: runtime.clock.now() } };
  },
});
