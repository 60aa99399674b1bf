import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { passOnPage } from '../../workflows/paging/pass-on-page.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { pageNumber } from './page-number.ts';

/** Which page it is stands on its button: nobody types its number. */
export const pagePassOn = incidentCommand({
  name: 'page pass-on',
  summary: worded(({ commands }) => commands.pagePassOnSummary),
  args: z.object({ page: pageNumber }),
  button: {},
  permission: 'everyone',
  changes: true,
  evenUnknown: true,
  standing: 'by-use-case',
  run: async ({ runtime, cause, actor, incident, args }) => {
    whoeverAsks(actor);
    const { to } = await passOnPage(runtime, { cause, actor, pageId: args.page, incidentId: incident.id });
    return { show: 'done', view: { done: 'passed-on', incident, ...(to !== null && { to }) } };
  },
});
