import { z } from 'zod';
import { EXPORT_FORMATS } from '../../domain/timeline/export-record.ts';
import { ENTRY_GROUPS } from '../../domain/timeline/read-record.ts';
import { worded } from '../../languages/worded.ts';
import { exportTimeline } from '../../workflows/timeline/export-timeline.ts';
import { about } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { choice, mention } from '../words/readers.ts';
import { by, group } from './timeline.ts';

export const timelineExport = incidentCommand({
  name: 'timeline export',
  summary: worded(({ timeline }) => timeline.ask.exportSummary),
  args: z.object({
    as: about(z.enum(EXPORT_FORMATS).default('markdown'), { what: worded(({ timeline }) => timeline.ask.format), examples: ['csv'] }),
    of: group(),
    by: by(),
  }),
  words: { as: choice(EXPORT_FORMATS, { md: 'markdown' }), of: choice(ENTRY_GROUPS), by: mention() },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, place, incident, args }) => {
    const isHere = incident.channelId !== null && place.channel === incident.channelId;
    const sent = { cause, incident, by: whoeverAsks(actor), isHere, format: args.as, group: args.of, person: args.by };
    const where = await exportTimeline(runtime, sent);
    return { show: 'said', view: { said: worded(({ timeline }) => timeline.exportDone[where]) } };
  },
});
