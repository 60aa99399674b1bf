import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { describeOncall, describeTeams } from '../../workflows/oncall/describe-oncall.ts';
import { service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { serviceWord } from '../words/readers.ts';

export const oncall = generalCommand({
  name: 'oncall',
  summary: worded(({ commands }) => commands.oncallSummary),
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
