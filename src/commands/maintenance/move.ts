import { z } from 'zod';
import { moveMaintenance } from '../../workflows/maintenance/change-maintenance.ts';
import { listMaintenance } from '../../workflows/maintenance/describe-maintenance.ts';
import { about } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { durationIfAny, momentWord, numeral } from '../words/readers.ts';
import { aboutLasting, lasting, startsAt, work } from './arguments.ts';

export const maintenanceMove = generalCommand({
  name: 'maintenance move',
  summary: { en: 'Move maintenance that has not begun to another time.', ko: '아직 시작하지 않은 점검을 다른 시각으로 옮깁니다.' },
  args: z.object({ work, at: startsAt, lasting: about(lasting.optional(), aboutLasting) }),
  words: { work: numeral, at: momentWord, lasting: durationIfAny },
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args: { work: id, at, lasting: lastsMs } }) => {
    await moveMaintenance(runtime, { cause, actor, id, startsAt: at, ...(lastsMs !== undefined && { lastsMs }) });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'moved', id }) };
  },
});
