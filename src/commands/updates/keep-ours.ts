import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { keepOurs } from '../../workflows/updates/pages/settle-drift.ts';
import { incidentCommand } from '../command.ts';
import { page, pageWord, seenDrift } from './page-argument.ts';

export const updateKeepOurs = incidentCommand({
  name: 'update keep-ours',
  summary: worded(({ commands }) => commands.updateKeepOursSummary),
  args: z.object({ page: page(), seen: seenDrift() }),
  words: { page: pageWord },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { page, seen } }) => {
    const { title } = await keepOurs(runtime, { cause, actor, incidentId: incident.id, page, seen });
    return { show: 'done', view: { done: 'drift-settled', incident, page: title, how: 'ours' } };
  },
});
