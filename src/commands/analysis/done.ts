import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { describeItem, tickItem } from '../../workflows/analysis/change-analysis.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest, word } from '../words/readers.ts';
import { item } from './item.ts';

const NOTE_MAX = 2_000;

export const analysisDone = incidentCommand({
  name: 'analysis done',
  summary: worded(({ commands }) => commands.analysisDoneSummary),
  args: z.object({
    item,
    note: about(prose(NOTE_MAX).optional(), {
      what: worded(({ commands }) => commands.analysisDoneNote),
      examples: worded(({ commands }) => commands.analysisDoneNoteExamples),
    }),
    ask: about(z.boolean().optional(), { what: worded(({ commands }) => commands.analysisDoneAsk), examples: [true] }),
  }),
  words: { item: word, note: rest },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { item, note, ask } }) => {
    if (ask) return { ask: 'analysisNote', view: { incident, ...(await describeItem(runtime, incident.id, item)) } };
    const ticked = await tickItem(runtime, { cause, actor, incidentId: incident.id, item, note: note || undefined });
    return { show: 'analysisDone', view: { done: 'ticked', incident, ...ticked } };
  },
});
