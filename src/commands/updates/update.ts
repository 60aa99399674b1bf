import { z } from 'zod';
import { updateFormSkeleton, updateFormWhole } from '../../workflows/updates/describe-updates.ts';
import { incidentCommand } from '../command.ts';

export const update = incidentCommand({
  name: 'update',
  summary: {
    en: 'Write, approve or send the next update: one text for every surface.',
    ko: '다음 업데이트를 쓰고 승인하거나 바로 보냅니다. 모든 곳에 같은 글이 나갑니다.',
  },
  args: z.object({}),
  words: {},
  button: {},
  permission: 'responder',
  changes: false,
  run: async ({ runtime, incident }) => ({
    ask: 'update',
    view: await updateFormSkeleton(runtime, incident),
    whole: async () => await updateFormWhole(runtime, incident),
  }),
});
