import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { approveSocial } from '../../workflows/social/decide-notice.ts';
import { socialOf } from '../../workflows/social/describe-notice.ts';
import { incidentCommand } from '../command.ts';
import { noticeWord, readNotice } from './arguments.ts';

export const socialApprove = incidentCommand({
  name: 'social approve',
  summary: worded(({ commands }) => commands.socialApproveSummary),
  args: z.object({ notice: readNotice() }),
  words: { notice: noticeWord },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { notice } }) => {
    // Nobody agrees to what they have not read.
    if (notice === undefined) return { show: 'social', view: await socialOf(runtime, incident) };
    const { how } = await approveSocial(runtime, { cause, actor, incidentId: incident.id, seen: notice });
    return { show: 'done', view: { done: how === 'first' ? 'social-agreed' : 'social-approved', incident } };
  },
});
