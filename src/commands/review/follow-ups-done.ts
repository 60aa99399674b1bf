import { z } from 'zod';
import { writtenAs } from '../../domain/incident/actor.ts';
import { worded } from '../../languages/worded.ts';
import { finishFollowUp } from '../../workflows/review/change-follow-ups.ts';
import { incidentCommand } from '../command.ts';
import { word } from '../words/readers.ts';
import { followUpRow } from './follow-up-row.ts';

export const followUpsDone = incidentCommand({
  name: 'followups done',
  summary: worded(({ commands }) => commands.followupsDoneSummary),
  args: z.object({ row: followUpRow }),
  words: { row: word },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { row } }) => {
    const { first, by } = await finishFollowUp(runtime, { cause, actor, incidentId: incident.id, rowId: row });
    if (first) return { show: 'reviewDone', view: { done: 'follow-up-done', incident, row } };
    const before = by === writtenAs(actor) ? ('reader' as const) : { by };
    return { show: 'reviewDone', view: { done: 'follow-up-was-done', incident, row, before } };
  },
});
