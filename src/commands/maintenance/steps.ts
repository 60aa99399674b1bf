import { z } from 'zod';
import { cancelMaintenance, completeMaintenance, startMaintenance } from '../../workflows/maintenance/change-maintenance.ts';
import { listMaintenance } from '../../workflows/maintenance/describe-maintenance.ts';
import { generalCommand } from '../command.ts';
import { numeral } from '../words/readers.ts';
import { work } from './arguments.ts';

export const maintenanceStart = generalCommand({
  name: 'maintenance start',
  summary: { en: 'Begin planned maintenance now, before its time.', ko: '예정된 점검을 지금 시작합니다.' },
  args: z.object({ work }),
  words: { work: numeral },
  button: {},
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor, args: { work: id } }) => {
    await startMaintenance(runtime, { cause, actor, id });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'started', id }) };
  },
});

export const maintenanceComplete = generalCommand({
  name: 'maintenance complete',
  summary: { en: 'End maintenance that is done before its time.', ko: '점검이 일찍 끝났을 때 마칩니다.' },
  args: z.object({ work }),
  words: { work: numeral },
  button: {},
  // Alerts that call nobody need less to call again than the other way round.
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, args: { work: id } }) => {
    await completeMaintenance(runtime, { cause, actor, id });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'completed', id }) };
  },
});

export const maintenanceCancel = generalCommand({
  name: 'maintenance cancel',
  summary: { en: 'Take back planned maintenance.', ko: '예정된 점검을 취소합니다.' },
  args: z.object({ work }),
  words: { work: numeral },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, args: { work: id } }) => {
    await cancelMaintenance(runtime, { cause, actor, id });
    return { show: 'maintenance', view: await listMaintenance(runtime, { what: 'cancelled', id }) };
  },
});
