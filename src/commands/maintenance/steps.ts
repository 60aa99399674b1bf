import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { cancelMaintenance, completeMaintenance, startMaintenance } from '../../workflows/maintenance/change-maintenance.ts';
import { listMaintenance } from '../../workflows/maintenance/describe-maintenance.ts';
import { generalCommand } from '../command.ts';
import { numeral } from '../words/readers.ts';
import { work } from './arguments.ts';

export const maintenanceStart = generalCommand({
  name: 'maintenance start',
  summary: worded(({ maintenance }) => maintenance.startSummary),
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
  summary: worded(({ maintenance }) => maintenance.completeSummary),
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
  summary: worded(({ maintenance }) => maintenance.cancelSummary),
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
