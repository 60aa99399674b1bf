import { z } from 'zod';
import { postUpdateNow } from '../../workflows/updates/steer-updates.ts';
import { key, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';

export const updateNow = incidentCommand({
  name: 'update now',
  summary: { en: 'Post an update now.', ko: '업데이트를 지금 게시합니다.' },
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
