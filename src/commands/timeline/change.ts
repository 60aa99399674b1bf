import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { editEntry, entryToEdit, removeEntry } from '../../workflows/timeline/change-entry.ts';
import { about, number, proseWithin } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { numeral, rest } from '../words/readers.ts';

const entry = () => about(number(), { what: worded(({ timeline }) => timeline.ask.entry), examples: [12] });

/** Without words it asks for them in a form, in which those that stand there can be changed. */
export const timelineEdit = incidentCommand({
  name: 'timeline edit',
  summary: worded(({ timeline }) => timeline.ask.editSummary),
  args: z.object({
    entry: entry(),
    text: about(proseWithin(2_000).optional(), {
      what: worded(({ timeline }) => timeline.ask.text),
      examples: worded(({ timeline }) => timeline.ask.textExamples),
    }),
  }),
  words: { entry: numeral, text: rest },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    if (args.text === undefined) return { ask: 'timelineEdit', view: await entryToEdit(runtime, { incident, actor, entry: args.entry }) };
    await editEntry(runtime, { cause, actor, incidentId: incident.id, entry: args.entry, text: args.text });
    return { show: 'said', view: { said: worded(({ timeline }) => timeline.editedDone(args.entry)) } };
  },
});

export const timelineRemove = incidentCommand({
  name: 'timeline remove',
  summary: worded(({ timeline }) => timeline.ask.removeSummary),
  args: z.object({
    entry: entry(),
    reason: about(proseWithin(500), {
      what: worded(({ timeline }) => timeline.ask.reason),
      examples: worded(({ timeline }) => timeline.ask.reasonExamples),
    }),
  }),
  words: { entry: numeral, reason: rest },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    await removeEntry(runtime, { cause, actor, incidentId: incident.id, entry: args.entry, reason: args.reason });
    return { show: 'said', view: { said: worded(({ timeline }) => timeline.removedDone(args.entry)) } };
  },
});
