import { z } from 'zod';
import { ONCALL_LEVELS } from '../../domain/oncall/levels.ts';
import { describeOncall } from '../../workflows/oncall/describe-oncall.ts';
import { clearOverrides } from '../../workflows/oncall/override-oncall.ts';
import { about, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, serviceWord } from '../words/readers.ts';

export const overrideClear = generalCommand({
  name: 'override clear',
  summary: { en: 'Go back to the schedule: at one level, or at all of them.', ko: '온콜을 원래 일정으로 되돌립니다. 한 단계 또는 전체.' },
  args: z.object({
    level: about(z.enum(ONCALL_LEVELS).optional(), { what: { en: 'level', ko: '단계' }, examples: ['L1'] }),
    service: service(),
  }),
  words: { level: choice(ONCALL_LEVELS), service: serviceWord },
  hint: { en: 'One level at a time; without a level all of them.', ko: '단계는 한 번에 하나씩 적습니다. 단계가 없으면 모두 되돌립니다.' },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, args: { level } }) => {
    const { ended } = await clearOverrides(runtime, { cause, actor, levels: level === undefined ? ONCALL_LEVELS : [level] });
    return {
      show: 'oncall',
      view: { levels: await describeOncall(runtime), done: { done: 'cleared', ended }, now: runtime.clock.now() },
    };
  },
});
