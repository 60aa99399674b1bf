import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { socialOf } from '../../workflows/social/describe-notice.ts';
import { incidentCommand } from '../command.ts';

export const social = incidentCommand({
  name: 'social',
  summary: worded(({ commands }) => commands.socialSummary),
  args: z.object({}),
  words: {},
  permission: 'responder',
  changes: false,
  run: async ({ runtime, incident }) => ({ show: 'social', view: await socialOf(runtime, incident) }),
});
