import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { describeRetro, proposeRetro } from '../../workflows/review/change-retro.ts';
import { about, moment } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { momentRest } from '../words/readers.ts';

export const retroPropose = incidentCommand({
  name: 'retro propose',
  summary: worded(({ commands }) => commands.retroProposeSummary),
  args: z.object({
    at: about(moment().optional(), { what: worded(({ commands }) => commands.retroProposeAt), examples: ['2026-11-25T15:00:00+09:00'] }),
  }),
  words: { at: momentRest },
  button: {},
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { at } }) => {
    whoeverAsks(actor);
    if (at === undefined) return { ask: 'retro', view: await describeRetro(runtime, incident.id) };
    const { proposedAt } = await proposeRetro(runtime, { cause, actor, incidentId: incident.id, proposedAt: at });
    return { show: 'reviewDone', view: { done: 'proposed', incident, proposedAt: new Date(proposedAt), now: runtime.clock.now() } };
  },
});
