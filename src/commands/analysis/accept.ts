import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { acceptProposal } from '../../workflows/analysis/accept-proposal.ts';
import { seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { word } from '../words/readers.ts';
import { item } from './item.ts';

export const analysisAccept = incidentCommand({
  name: 'analysis accept',
  summary: worded(({ commands }) => commands.analysisAcceptSummary),
  args: z.object({
    item,
    /** The path that was proposed. */
    seen: seen(
      z
        .string()
        .max(1_000)
        .regex(/^[^\r\n]*$/),
    ),
  }),
  words: { item: word },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { item, seen } }) => {
    const accepted = await acceptProposal(runtime, { cause, actor, incidentId: incident.id, item, seen });
    return { show: 'analysisDone', view: { done: 'accepted', incident, ...accepted } };
  },
});
