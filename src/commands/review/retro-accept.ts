import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { acceptRetro } from '../../workflows/review/change-retro.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';

export const retroAccept = incidentCommand({
  name: 'retro accept',
  summary: worded(({ commands }) => commands.retroAcceptSummary),
  args: z.object({}),
  words: {},
  button: {},
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident }) => {
    whoeverAsks(actor);
    const { startsAt } = await acceptRetro(runtime, { cause, actor, incidentId: incident.id });
    return { show: 'reviewDone', view: { done: 'accepted', incident, startsAt: new Date(startsAt), now: runtime.clock.now() } };
  },
});
