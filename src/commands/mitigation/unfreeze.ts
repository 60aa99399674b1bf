import { z } from 'zod';
import { unfreezeMitigations } from '../../workflows/mitigation/freeze.ts';
import { generalCommand } from '../command.ts';

export const unfreeze = generalCommand({
  name: 'unfreeze',
  summary: { en: 'Let mitigations run again.', ko: '조치 동결을 해제합니다.' },
  args: z.object({}),
  words: {},
  permission: 'lead',
  changes: true,
  run: async ({ runtime, cause, actor }) => ({ show: 'freezeNotice', view: await unfreezeMitigations(runtime, { cause, actor }) }),
});
