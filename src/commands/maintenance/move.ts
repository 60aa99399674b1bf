import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { moveMaintenance } from '../../workflows/maintenance/change-maintenance.ts';
import { listMaintenance } from '../../workflows/maintenance/describe-maintenance.ts';
import { about } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { durationIfAny, momentWord, numeral } from '../words/readers.ts';
import { aboutLasting, lasting, startsAt, work } from './arguments.ts';

export const maintenanceMove = generalCommand({
  name: 'maintenance move',
  summary: worded(({ maintenance }) => maintenance.moveSummary),
  args: z.object({ work, at: startsAt, lasting: about(lasting.optional(), aboutLasting) }),
  words: { work: numeral, at: momentWord, lasting: durationIfAny },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args: { work: id, at, lasting: lastsMs } }) => {
    await moveMaintenance(runtime, { cause, actor, id, startsAt: at, ...(lastsMs !== undefined && { lastsMs }) });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'moved', id }) };
  },
});
