import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { nameCause } from '../../workflows/diagnosis/name-cause.ts';
import { about, key, prose, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest, word } from '../words/readers.ts';

export const diagnosisIs = incidentCommand({
  name: 'diagnosis is',
  summary: worded(({ commands }) => commands.diagnosisIsSummary),
  args: z.object({
    cause: about(key(), {
      what: worded(({ commands }) => commands.diagnosisIsCause),
      examples: ['connection-leak'],
      expects: worded(({ commands }) => commands.diagnosisIsCauseExpects),
    }),
    note: about(prose(3_000).optional(), {
      what: worded(({ commands }) => commands.diagnosisIsNote),
      examples: worded(({ commands }) => commands.diagnosisIsNoteExamples),
    }),
    /** Nobody had named one. */
    seen: seen(z.literal('nobody')),
  }),
  words: { cause: word, note: rest },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const named = await nameCause(runtime, {
      cause,
      actor,
      incidentId: incident.id,
      name: args.cause,
      ...(args.note && { note: args.note }),
      ...(args.seen === 'nobody' && { first: true as const }),
    });
    return { show: 'done', view: { done: 'named', incident, title: named.title } };
  },
});
