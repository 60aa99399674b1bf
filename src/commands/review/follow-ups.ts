import { z } from 'zod';
import { listFollowUps } from '../../workflows/review/change-follow-ups.ts';
import { incidentCommand } from '../command.ts';

export const followUps = incidentCommand({
  name: 'followups',
  summary: { en: 'The work after recovery: what, who and by when.', ko: '후속 작업과 담당자, 기한을 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'followUps', view: await listFollowUps(runtime, incident) }),
});
