import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { listMaintenance } from '../../workflows/maintenance/describe-maintenance.ts';
import { generalCommand } from '../command.ts';

export const maintenanceList = generalCommand({
  name: 'maintenance list',
  summary: worded(({ maintenance }) => maintenance.listSummary),
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime }) => ({ show: 'maintenance', view: await listMaintenance(runtime) }),
});
