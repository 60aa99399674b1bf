import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { assignFollowUp } from '../../workflows/review/change-follow-ups.ts';
import { about, person } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { somebody } from '../somebody.ts';
import { mention, word } from '../words/readers.ts';
import { followUpRow } from './follow-up-row.ts';

export const followUpsAssign = incidentCommand({
  name: 'followups assign',
  summary: worded(({ commands }) => commands.followupsAssignSummary),
  args: z.object({
    row: followUpRow,
    owner: about(person().optional(), {
      what: worded(({ commands }) => commands.followupsAssignOwner),
      examples: ['U0MINJI'],
      expects: worded(({ commands }) => commands.followupsAssignOwnerExpects),
      without: worded(({ commands }) => commands.followupsAssignOwnerWithout),
    }),
  }),
  words: { row: word, owner: mention({ orMe: true }) },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const wanted = { cause, actor, incidentId: incident.id, rowId: args.row, owner: somebody(args.owner, actor) };
    const { owner } = await assignFollowUp(runtime, wanted);
    return { show: 'reviewDone', view: { done: 'follow-up-assigned', incident, row: args.row, owner } };
  },
});
