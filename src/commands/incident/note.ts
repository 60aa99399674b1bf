import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { addNote } from '../../workflows/incident/add-note.ts';
import { about, proseWithin } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest } from '../words/readers.ts';

/** Longer than this is a document, not a note. */
const NOTE_MAX = 2_000;

export const note = incidentCommand({
  name: 'note',
  summary: worded(({ incidentCommands }) => incidentCommands.noteSummary),
  args: z.object({
    text: about(proseWithin(NOTE_MAX), {
      what: worded(({ incidentCommands }) => incidentCommands.noteText),
      examples: worded(({ incidentCommands }) => incidentCommands.noteTextExamples),
      expects: worded(({ incidentCommands }) => incidentCommands.noteTextExpects),
    }),
  }),
  words: { text: rest },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    await addNote(runtime, { cause, actor, incidentId: incident.id, text: args.text });
    return { show: 'done', view: { done: 'noted', incident } };
  },
});
