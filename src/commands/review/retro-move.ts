import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { moveRetro } from '../../workflows/review/change-retro.ts';
import { about, moment, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { momentRest } from '../words/readers.ts';

export const retroMove = incidentCommand({
  name: 'retro move',
  summary: worded(({ commands }) => commands.retroMoveSummary),
  args: z.object({
    at: about(moment(), { what: worded(({ commands }) => commands.retroMoveAt), examples: ['2026-11-25T15:00:00+09:00'] }),
    /** When it was to be. */
    seen: seen(moment()),
  }),
  words: { at: momentRest },
  button: {},
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { at, seen } }) => {
    const moved = await moveRetro(runtime, { cause, actor, incidentId: incident.id, startsAt: at, ...(seen !== undefined && { seen }) });
    const { startsAt, late, row } = moved;
    return { show: 'reviewDone', view: { done: 'moved', incident, startsAt: new Date(startsAt), late, row, now: runtime.clock.now() } };
  },
});
