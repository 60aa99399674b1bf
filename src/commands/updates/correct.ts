import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { correctionForm } from '../../workflows/updates/describe-updates.ts';
import { correctUpdate } from '../../workflows/updates/steer-updates.ts';
import { about, number } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { numeral } from '../words/readers.ts';
import { texts } from './arguments.ts';

export const updateCorrect = incidentCommand({
  name: 'update correct',
  summary: worded(({ commands }) => commands.updateCorrectSummary),
  args: z.object({
    sequence: about(number().optional(), {
      what: worded(({ commands }) => commands.updateCorrectSequence),
      examples: [2],
      expects: worded(({ commands }) => commands.updateCorrectSequenceExpects),
      without: worded(({ commands }) => commands.updateCorrectSequenceWithout),
    }),
    version: about(number().optional(), { what: worded(({ commands }) => commands.updateCorrectVersion), examples: [1] }),
    texts: texts().optional(),
  }),
  words: { sequence: numeral },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { sequence, version, texts } }) => {
    if (texts === undefined || sequence === undefined || version === undefined)
      return { ask: 'update', view: await correctionForm(runtime, incident, sequence) };
    await correctUpdate(runtime, { cause, actor, incidentId: incident.id, texts, sequence, version });
    return { show: 'done', view: { done: 'update-corrected', incident, sequence } };
  },
});
