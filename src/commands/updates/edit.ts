import { z } from 'zod';
import { approveUpdate } from '../../workflows/updates/steer-updates.ts';
import { about, prose } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest } from '../words/readers.ts';
import { TEXT_MAX } from './arguments.ts';

export const updateEdit = incidentCommand({
  name: 'update edit',
  summary: {
    en: 'Write the next update: the same words in every language. `update` has a field for each.',
    ko: '다음 업데이트를 적습니다. 모든 언어에 같은 글이 나갑니다. 언어별로 쓰려면: `update`.',
  },
  args: z.object({
    text: about(prose(TEXT_MAX).min(1), {
      what: { en: 'text', ko: '글' },
      examples: { en: ['We are adding capacity.'], ko: ['용량을 늘리고 있습니다.'] },
      expects: { en: 'Write what the next update says', ko: '다음 업데이트에 쓸 글을 적어 주세요' },
    }),
  }),
  words: { text: rest },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, language, args: { text } }) => {
    const { nextAt } = await approveUpdate(runtime, { cause, actor, incidentId: incident.id, texts: { [language]: text } });
    if (nextAt === undefined) return { show: 'done', view: { done: 'update-posted', incident } };
    return { show: 'done', view: { done: 'update-approved', incident, nextAt: new Date(nextAt), now: runtime.clock.now() } };
  },
});
