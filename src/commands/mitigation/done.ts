import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { doneByHand } from '../../workflows/mitigation/run/done-by-hand.ts';
import { titleOf } from '../../workflows/mitigation/run/run-view.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest } from '../words/readers.ts';
import { mitigation, mitigationName } from './arguments.ts';

const NOTE_MAX = 2_000;

export const mitigateDone = incidentCommand({
  name: 'mitigate done',
  summary: worded(({ commands }) => commands.mitigateDoneSummary),
  args: z.object({
    name: mitigationName(),
    note: about(prose(NOTE_MAX).optional(), {
      what: worded(({ commands }) => commands.mitigateDoneNote),
      examples: worded(({ commands }) => commands.mitigateDoneNoteExamples),
    }),
  }),
  words: { name: mitigation, note: rest },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { name, note } }) => {
    await doneByHand(runtime, { cause, actor, incidentId: incident.id, name, note: note || undefined });
    return { show: 'mitigationBegun', view: { incident, title: titleOf(runtime, name), state: 'running', did: 'done' } };
  },
});
