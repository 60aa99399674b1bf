import { z } from 'zod';
import { nextUpdateOf } from '../../workflows/updates/steer-updates.ts';
import { incidentCommand } from '../command.ts';

export const update = incidentCommand({
  name: 'update',
  summary: { en: 'The next regular update: when it is due, and its text.', ko: '다음 정기 업데이트의 시각과 문구를 봅니다.' },
  args: z.object({}),
  words: {},
  permission: 'responder',
  changes: false,
  run: async ({ runtime, incident }) => ({ show: 'nextUpdate', view: await nextUpdateOf(runtime, incident) }),
});
