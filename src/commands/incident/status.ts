import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { describeIncident } from '../../workflows/incident/describe-incident.ts';
import { incidentCommand } from '../command.ts';

export const status = incidentCommand({
  name: 'status',
  summary: worded(({ incidentCommands }) => incidentCommands.statusSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'status', view: await describeIncident(runtime, incident.id) }),
});
