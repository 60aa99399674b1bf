import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { previewBriefing } from '../../workflows/briefing/preview-briefing.ts';
import { incidentCommand } from '../command.ts';

export const brief = incidentCommand({
  name: 'brief',
  summary: worded(({ incidentCommands }) => incidentCommands.briefSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'briefing', view: await previewBriefing(runtime, incident.id) }),
});
