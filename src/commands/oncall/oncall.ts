import { z } from 'zod';
import { describeOncall, describeTeams } from '../../workflows/oncall/describe-oncall.ts';
import { service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { serviceWord } from '../words/readers.ts';

export const oncall = generalCommand({
  name: 'oncall',
  summary: { en: 'Who is on call now, until when, and who is next.', ko: '지금 온콜 담당자와 교대 시각, 다음 담당자를 봅니다.' },
  args: z.object({ service: service() }),
  words: { service: serviceWord },
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, place, args }) => {
    const isMeant = args.service !== undefined || runtime.services.ofChannel(place.channel ?? '') !== undefined;
    const teams = isMeant ? undefined : await describeTeams(runtime);
    return {
      show: 'oncall',
      view: { levels: teams ? [] : await describeOncall(runtime), ...(teams && { teams }), now: runtime.clock.now() },
    };
  },
});
