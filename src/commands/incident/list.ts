import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { listIncidents } from '../../workflows/incident/list-incidents.ts';
import { about, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, numeral, serviceWord } from '../words/readers.ts';

export const list = generalCommand({
  name: 'list',
  summary: worded(({ incidentCommands }) => incidentCommands.listSummary),
  args: z.object({
    service: service(),
    scope: about(z.enum(['active', 'all']).default('active'), {
      what: worded(({ incidentCommands }) => incidentCommands.listScope),
      examples: ['all'],
    }),
    page: about(z.int().min(0).max(10_000).default(1), {
      what: worded(({ incidentCommands }) => incidentCommands.listPage),
      examples: [2],
    }),
  }),
  words: { service: serviceWord, scope: choice(['active', 'all']), page: numeral },
  button: { replace: true },
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, actor, args: { service: of, scope, page } }) => {
    const found = await listIncidents(runtime, { scope, page, actor, service: of });
    return { show: 'list', view: { ...found, scope, ...(of !== undefined && { service: of }), now: runtime.clock.now() } };
  },
});
