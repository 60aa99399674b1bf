import { z } from 'zod';
import { personOf } from '../../domain/incident/actor.ts';
import { ENTRY_GROUPS } from '../../domain/timeline/read-record.ts';
import { worded } from '../../languages/worded.ts';
import { describeTimeline } from '../../workflows/timeline/describe-timeline.ts';
import { about, person } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { choice, mention, numeral } from '../words/readers.ts';

export const group = () =>
  about(z.enum(ENTRY_GROUPS).optional(), { what: worded(({ timeline }) => timeline.ask.group), examples: ['notes', 'mitigations'] });
export const by = () => about(person().optional(), { what: worded(({ timeline }) => timeline.ask.person), examples: ['U0MINJI'] });

export const timeline = incidentCommand({
  name: 'timeline',
  summary: worded((speech) => speech.timeline.ask.summary),
  args: z.object({
    of: group(),
    by: by(),
    page: about(z.int().min(1).max(100_000).optional(), { what: worded((speech) => speech.timeline.ask.page), examples: [2] }),
  }),
  words: { of: choice(ENTRY_GROUPS), by: mention(), page: numeral },
  button: { replace: true },
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, actor, incident, args }) => ({
    show: 'timeline',
    view: await describeTimeline(runtime, { incident, group: args.of, person: args.by, page: args.page, reader: personOf(actor) }),
  }),
});
