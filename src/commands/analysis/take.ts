import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { takeItem } from '../../workflows/analysis/change-analysis.ts';
import { about, person, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { somebody } from '../somebody.ts';
import { mention, word } from '../words/readers.ts';
import { item } from './item.ts';

export const analysisTake = incidentCommand({
  name: 'analysis take',
  summary: worded(({ commands }) => commands.analysisTakeSummary),
  args: z.object({
    item,
    owner: about(person().optional(), {
      what: worded(({ commands }) => commands.analysisTakeOwner),
      examples: ['U0MINJI'],
      expects: worded(({ commands }) => commands.analysisTakeOwnerExpects),
      without: worded(({ commands }) => commands.analysisTakeOwnerWithout),
    }),
    /** Nobody had it. */
    seen: seen(z.literal('nobody')),
  }),
  words: { item: word, owner: mention({ orMe: true }) },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const first = args.seen === 'nobody' && ({ first: true } as const);
    const taken = await takeItem(runtime, {
      cause,
      actor,
      incidentId: incident.id,
      item: args.item,
      owner: somebody(args.owner, actor),
      ...first,
    });
    return { show: 'analysisDone', view: { done: 'taken', incident, ...taken } };
  },
});
