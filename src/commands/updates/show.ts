import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { nextUpdateOf } from '../../workflows/updates/describe-updates.ts';
import { incidentCommand } from '../command.ts';

export const updateShow = incidentCommand({
  name: 'update show',
  summary: worded(({ commands }) => commands.updateShowSummary),
  args: z.object({}),
  words: {},
  permission: 'responder',
  changes: false,
  run: async ({ runtime, incident, language }) => ({ show: 'nextUpdate', view: await nextUpdateOf(runtime, incident, language) }),
});
