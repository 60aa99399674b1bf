import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { declineSocial } from '../../workflows/social/decide-notice.ts';
import { incidentCommand } from '../command.ts';
import { noticeWord, readNotice } from './arguments.ts';

export const socialDecline = incidentCommand({
  name: 'social decline',
  summary: worded(({ commands }) => commands.socialDeclineSummary),
  args: z.object({ notice: readNotice() }),
  words: { notice: noticeWord },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { notice } }) => {
    await declineSocial(runtime, { cause, actor, incidentId: incident.id, ...(notice !== undefined && { seen: notice }) });
    return { show: 'done', view: { done: 'social-declined', incident } };
  },
});
