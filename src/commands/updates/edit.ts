import { z } from 'zod';
import { editUpdate } from '../../workflows/updates/steer-updates.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest } from '../words/readers.ts';

const TEXT_MAX = 2_000;

export const updateEdit = incidentCommand({
  name: 'update edit',
  summary: { en: 'Write the text with which the next update begins.', ko: '다음 업데이트의 첫머리에 쓸 글을 적습니다.' },
  args: z.object({
    text: about(prose(TEXT_MAX).min(1), {
      what: { en: 'text', ko: '글' },
      examples: { en: ['We are adding capacity.'], ko: ['용량을 늘리고 있습니다.'] },
      expects: { en: 'Write the text that the next update begins with', ko: '다음 업데이트의 첫머리에 쓸 글을 적어 주세요' },
    }),
  }),
  words: { text: rest },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args: { text } }) => {
    const { nextAt } = await editUpdate(runtime, { cause, actor, incidentId: incident.id, text });
    return { show: 'done', view: { done: 'update-saved', incident, nextAt: new Date(nextAt), now: runtime.clock.now() } };
  },
});
