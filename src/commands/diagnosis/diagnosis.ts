import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { diagnosisView } from '../../workflows/diagnosis/diagnosis-view.ts';
import { incidentCommand } from '../command.ts';

export const diagnosis = incidentCommand({
  name: 'diagnosis',
  summary: worded(({ commands }) => commands.diagnosisSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({
    show: 'diagnosis',
    view: diagnosisView(runtime, incident, await runtime.storage.diagnoses.of(incident.id)),
  }),
});
