import { z } from 'zod';
import { nextUpdateOf } from '../../workflows/updates/describe-updates.ts';
import { incidentCommand } from '../command.ts';

export const updateShow = incidentCommand({
  name: 'update show',
  summary: {
    en: 'When the next update is due, and what the last one told on which surface.',
    ko: '다음 업데이트 시각과, 지난 업데이트가 어디에 안내되었는지 봅니다.',
  },
  args: z.object({}),
  words: {},
  permission: 'responder',
  changes: false,
  run: async ({ runtime, incident, language }) => ({ show: 'nextUpdate', view: await nextUpdateOf(runtime, incident, language) }),
});
