import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { withdrawSocial } from '../../workflows/social/withdraw-notice.ts';
import { about, number } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { numeral } from '../words/readers.ts';

export const socialWithdraw = incidentCommand({
  name: 'social withdraw',
  summary: worded(({ commands }) => commands.socialWithdrawSummary),
  args: z.object({
    number: about(number().optional(), {
      what: worded(({ commands }) => commands.socialNumber),
      examples: [1],
      expects: worded(({ commands }) => commands.socialNumberExpects),
      without: worded(({ commands }) => commands.socialNumberWithout),
    }),
  }),
  words: { number: numeral },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { number: which } }) => {
    await withdrawSocial(runtime, { cause, actor, incidentId: incident.id, number: which });
    return { show: 'done', view: { done: 'social-withdrawn', incident } };
  },
});
