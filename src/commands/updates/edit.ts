import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { approveUpdate } from '../../workflows/updates/steer-updates.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest } from '../words/readers.ts';
import { TEXT_MAX } from './arguments.ts';

export const updateEdit = incidentCommand({
  name: 'update edit',
  summary: worded(({ commands }) => commands.updateEditSummary),
  args: z.object({
    text: about(prose(TEXT_MAX).min(1), {
      what: worded(({ commands }) => commands.updateEditText),
      examples: worded(({ commands }) => commands.updateEditTextExamples),
      expects: worded(({ commands }) => commands.updateEditTextExpects),
    }),
  }),
  words: { text: rest },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, language, args: { text } }) => {
    const { nextAt } = await approveUpdate(runtime, { cause, actor, incidentId: incident.id, texts: { [language]: text } });
    if (nextAt === undefined) return { show: 'done', view: { done: 'update-posted', incident } };
    return { show: 'done', view: { done: 'update-approved', incident, nextAt: new Date(nextAt), now: runtime.clock.now() } };
  },
});
