import { z } from 'zod';
import { listMaintenance } from '../../workflows/maintenance/describe-maintenance.ts';
import { generalCommand } from '../command.ts';

export const maintenanceList = generalCommand({
  name: 'maintenance list',
  summary: { en: 'List maintenance that is planned, under way or just over.', ko: '예정되었거나 진행 중이거나 막 끝난 점검을 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime }) => ({ show: 'maintenance', view: await listMaintenance(runtime) }),
});
