import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { editSocial } from '../../workflows/social/decide-notice.ts';
import { socialForm } from '../../workflows/social/describe-notice.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { noticeWord, readNotice } from './arguments.ts';

const TEXT_MAX = 3_000;

export const socialEdit = incidentCommand({
  name: 'social edit',
  summary: worded(({ commands }) => commands.socialEditSummary),
  args: z.object({
    notice: readNotice(),
    texts: about(z.record(z.string().max(40), prose(TEXT_MAX)).optional(), {
      what: worded(({ commands }) => commands.socialTexts),
      examples: [{ mastodon: 'Coupons are late; we are working on it.' }],
    }),
  }),
  words: { notice: noticeWord },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { notice, texts } }) => {
    if (texts === undefined) return { ask: 'social', view: await socialForm(runtime, incident) };
    await editSocial(runtime, { cause, actor, incidentId: incident.id, texts, ...(notice !== undefined && { seen: notice }) });
    return { show: 'done', view: { done: 'social-changed', incident } };
  },
});
