import { z } from 'zod';
import { previewBriefing } from '../../workflows/briefing/preview-briefing.ts';
import { incidentCommand } from '../command.ts';

export const brief = incidentCommand({
  name: 'brief',
  summary: { en: 'The briefing with numbers of this moment, only for you.', ko: '지금 수치로 만든 브리핑을 나에게만 보여 줍니다.' },
  args: z.object({}),
  words: {},
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, incident }) => ({ show: 'briefing', view: await previewBriefing(runtime, incident.id) }),
});
