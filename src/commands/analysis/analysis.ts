import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { describeAnalysis } from '../../workflows/analysis/change-analysis.ts';
import { incidentCommand } from '../command.ts';

export const analysis = incidentCommand({
  name: 'analysis',
  summary: worded(({ commands }) => commands.analysisSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'analysisBoard', view: await describeAnalysis(runtime, incident.id) }),
});
