import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { listDeadlines } from '../../workflows/deadlines/list-deadlines.ts';
import { incidentCommand } from '../command.ts';

export const deadlines = incidentCommand({
  name: 'deadlines',
  summary: worded(({ incidentCommands }) => incidentCommands.deadlinesSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({
    show: 'deadlines',
    view: { incident, deadlines: await listDeadlines(runtime, incident.id), now: runtime.clock.now() },
  }),
});
