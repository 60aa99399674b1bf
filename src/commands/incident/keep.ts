import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { keepDeadline } from '../../workflows/deadlines/keep-deadline.ts';
import { about, proseWithin, row } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest, word } from '../words/readers.ts';

const HOW = worded(({ incidentCommands }) => incidentCommands.how);

export const keep = incidentCommand({
  name: 'keep',
  summary: worded(({ incidentCommands }) => incidentCommands.keepSummary),
  args: z.object({
    row: about(row(), { what: worded(({ incidentCommands }) => incidentCommands.keepRow), examples: ['R2'], expects: HOW }),
    note: about(proseWithin(3_000), {
      what: worded(({ incidentCommands }) => incidentCommands.keepNote),
      examples: worded(({ incidentCommands }) => incidentCommands.keepNoteExamples),
      expects: HOW,
    }),
  }),
  words: { row: word, note: rest },
  hint: worded(({ incidentCommands }) => incidentCommands.keepHint),
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { row, note } }) => {
    const { rowId, late } = await keepDeadline(runtime, { cause, actor, incidentId: incident.id, rowId: row, note });
    return { show: 'done', view: { done: 'kept', incident, row: rowId, late } };
  },
});
