import { z } from 'zod';
import { passOnPage } from '../../workflows/paging/pass-on-page.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { pageNumber } from './page-number.ts';

/** Which page it is stands on its button: nobody types its number. */
export const pagePassOn = incidentCommand({
  name: 'page pass-on',
  summary: { en: 'Have the next person paged instead of you.', ko: '나 대신 다음 사람을 호출합니다.' },
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
