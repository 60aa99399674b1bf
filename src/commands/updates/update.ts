import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { updateFormSkeleton, updateFormWhole } from '../../workflows/updates/describe-updates.ts';
import { incidentCommand } from '../command.ts';

export const update = incidentCommand({
  name: 'update',
  summary: worded(({ commands }) => commands.updateSummary),
  args: z.object({}),
  words: {},
  button: {},
  permission: 'responder',
  changes: false,
  run: async ({ runtime, incident }) => ({
    ask: 'update',
    view: await updateFormSkeleton(runtime, incident),
    whole: async () => await updateFormWhole(runtime, incident),
  }),
});
