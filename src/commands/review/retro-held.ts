import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { holdRetro } from '../../workflows/review/change-retro.ts';
import { incidentCommand } from '../command.ts';

export const retroHeld = incidentCommand({
  name: 'retro held',
  summary: worded(({ commands }) => commands.retroHeldSummary),
  args: z.object({}),
  words: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident }) => {
    const held = await holdRetro(runtime, { cause, actor, incidentId: incident.id });
    return { show: 'reviewDone', view: { done: 'held', incident, ...held } };
  },
});
