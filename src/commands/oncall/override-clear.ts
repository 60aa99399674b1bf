import { z } from 'zod';
import { ONCALL_LEVELS } from '../../domain/oncall/levels.ts';
import { worded } from '../../languages/worded.ts';
import { describeOncall } from '../../workflows/oncall/describe-oncall.ts';
import { clearOverrides } from '../../workflows/oncall/override-oncall.ts';
import { about, service } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, serviceWord } from '../words/readers.ts';

export const overrideClear = generalCommand({
  name: 'override clear',
  summary: worded(({ commands }) => commands.overrideClearSummary),
  args: z.object({
    level: about(z.enum(ONCALL_LEVELS).optional(), { what: worded(({ commands }) => commands.overrideClearLevel), examples: ['L1'] }),
    service: service(),
  }),
  words: { level: choice(ONCALL_LEVELS), service: serviceWord },
  hint: worded(({ commands }) => commands.overrideClearHint),
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
