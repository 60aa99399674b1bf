import { z } from 'zod';
import { ONCALL_LEVELS } from '../../domain/oncall/levels.ts';
import { worded } from '../../languages/worded.ts';
import { describeOncall } from '../../workflows/oncall/describe-oncall.ts';
import { overrideOncall } from '../../workflows/oncall/override-oncall.ts';
import { about, duration, person, service, unfit } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, duration as durationWord, mention, serviceWord } from '../words/readers.ts';

const MINUTE_MS = 60_000;
const LONGEST_MS = 4 * 7 * 24 * 60 * MINUTE_MS;

const span = duration().refine(
  (ms) => ms >= MINUTE_MS && ms <= LONGEST_MS,
  unfit(worded(({ commands }) => commands.overrideLastsAtLeastAMinuteAndAtMost)),
);

export const override = generalCommand({
  name: 'override',
  summary: worded(({ commands }) => commands.overrideSummary),
  args: z.object({
    person: about(person(), {
      what: worded(({ commands }) => commands.overridePerson),
      examples: ['U0MINJI'],
      expects: worded(({ commands }) => commands.overridePersonExpects),
    }),
    lasting: about(span, {
      what: worded(({ commands }) => commands.overrideLasting),
      examples: ['2h', '30m', '1d'],
      expects: worded(({ commands }) => commands.overrideLastingExpects),
    }),
    level: about(z.enum(ONCALL_LEVELS).default('L1'), { what: worded(({ commands }) => commands.overrideLevel), examples: ['L2'] }),
    service: service(),
  }),
  words: { person: mention(), lasting: durationWord, level: choice(ONCALL_LEVELS), service: serviceWord },
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, args: { person: user, lasting: durationMs, level } }) => {
    const { endsAt } = await overrideOncall(runtime, { cause, actor, user, durationMs, level });
    const done = { done: 'put', user, level, until: endsAt } as const;
    return { show: 'oncall', view: { levels: await describeOncall(runtime), done, now: runtime.clock.now() } };
  },
});
