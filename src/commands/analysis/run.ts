import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { askForItem } from '../../workflows/analysis/change-analysis.ts';
import { incidentCommand } from '../command.ts';
import { word } from '../words/readers.ts';
import { item } from './item.ts';

export const analysisRun = incidentCommand({
  name: 'analysis run',
  summary: worded(({ commands }) => commands.analysisRunSummary),
  args: z.object({ item }),
  words: { item: word },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const { item } = await askForItem(runtime, { cause, actor, incidentId: incident.id, item: args.item });
    return { show: 'analysisDone', view: { done: 'asked', incident, item } };
  },
});
