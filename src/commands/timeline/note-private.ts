import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { addPrivateNote } from '../../workflows/timeline/add-private-note.ts';
import { about, person, proseWithin } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { mention, rest } from '../words/readers.ts';

export const notePrivate = incidentCommand({
  name: 'note private',
  summary: worded(({ timeline }) => timeline.ask.privateSummary),
  args: z.object({
    with: about(person().optional(), { what: worded(({ timeline }) => timeline.ask.with), examples: ['U0MINJI'] }),
    text: about(proseWithin(2_000), {
      what: worded(({ timeline }) => timeline.ask.text),
      examples: worded(({ timeline }) => timeline.ask.textExamples),
    }),
  }),
  words: { with: mention(), text: rest },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    // A program has nobody to read it.
    whoeverAsks(actor);
    await addPrivateNote(runtime, { cause, actor, incidentId: incident.id, text: args.text, with: args.with });
    return { show: 'said', view: { said: worded(({ timeline }) => timeline.privateDone) } };
  },
});
