import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { tryAgain } from '../../workflows/places/try-again.ts';
import { incidentCommand } from '../command.ts';

export const retry = incidentCommand({
  name: 'retry',
  summary: worded(({ incidentCommands }) => incidentCommands.retrySummary),
  args: z.object({}),
  words: {},
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident }) => {
    const { pieces } = await tryAgain(runtime, { cause, actor, incidentId: incident.id });
    return { show: 'done', view: { done: 'retried', incident, pieces } };
  },
});
