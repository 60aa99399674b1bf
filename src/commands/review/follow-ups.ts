import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { listFollowUps } from '../../workflows/review/change-follow-ups.ts';
import { incidentCommand } from '../command.ts';

export const followUps = incidentCommand({
  name: 'followups',
  summary: worded(({ commands }) => commands.followupsSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'followUps', view: await listFollowUps(runtime, incident) }),
});
