import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { acknowledgePage } from '../../workflows/paging/acknowledge-page.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { pageNumber } from './page-number.ts';

/** Which page it is stands on its button: nobody types its number. */
export const pageAcknowledge = incidentCommand({
  name: 'page acknowledge',
  summary: worded(({ commands }) => commands.pageAcknowledgeSummary),
  args: z.object({ page: pageNumber }),
  button: {},
  permission: 'everyone',
  changes: true,
  evenUnknown: true,
  standing: 'by-use-case',
  run: async ({ runtime, cause, actor, incident, args }) => {
    const by = whoeverAsks(actor);
    const taken = await acknowledgePage(runtime, { cause, actor, pageId: args.page, incidentId: incident.id });
    const before = taken.first ? undefined : taken.by === by ? ('reader' as const) : { by: taken.by };
    return { show: 'done', view: { done: 'acknowledged', incident, ...(before && { before }) } };
  },
});
