import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { postUpdateNow } from '../../workflows/updates/steer-updates.ts';
import { key, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';

export const updateNow = incidentCommand({
  name: 'update now',
  summary: worded(({ commands }) => commands.updateNowSummary),
  args: z.object({
    /** Which one was shown as the next. */
    seen: seen(key()),
  }),
  words: {},
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { seen } }) => {
    await postUpdateNow(runtime, { cause, actor, incidentId: incident.id, ...(seen !== undefined && { seen }) });
    return { show: 'done', view: { done: 'update-posted', incident } };
  },
});
