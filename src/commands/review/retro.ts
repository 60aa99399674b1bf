import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { describeRetro } from '../../workflows/review/change-retro.ts';
import { incidentCommand } from '../command.ts';

export const retro = incidentCommand({
  name: 'retro',
  summary: worded(({ commands }) => commands.retroSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'retroStatus', view: await describeRetro(runtime, incident.id) }),
});
