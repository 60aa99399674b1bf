import { z } from 'zod';
import { GROUPINGS } from '../../domain/insights/group.ts';
import { worded } from '../../languages/worded.ts';
import { gatherInsights } from '../../workflows/insights/gather-insights.ts';
import { about, duration, service, unfit } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, durationAnywhere, serviceWord } from '../words/readers.ts';

const DAY_MS = 86_400_000;
/** Ten years. */
const BACK_AT_MOST_MS = 3_653 * DAY_MS;

const back = duration().refine((ms) => ms >= DAY_MS && ms <= BACK_AT_MOST_MS, unfit(worded(({ insights }) => insights.backBetween)));

export const stats = generalCommand({
  name: 'stats',
  summary: worded(({ insights }) => insights.statsSummary),
  args: z.object({
    service: service(),
    by: about(z.enum(GROUPINGS).default('severity'), {
      what: worded(({ insights }) => insights.by),
      examples: ['week', 'scenario', 'service'],
    }),
    back: about(back.prefault('90d'), {
      what: worded(({ insights }) => insights.back),
      examples: ['30d', '52w'],
      expects: worded(({ insights }) => insights.backExpects),
    }),
  }),
  words: { service: serviceWord, by: choice(GROUPINGS), back: durationAnywhere },
  permission: 'everyone',
  changes: false,
  evenUnknown: true,
  run: async ({ runtime, actor, args: { service: of, by, back: backMs } }) => ({
    show: 'insights',
    view: await gatherInsights(runtime, { actor, service: of, backMs, by }),
  }),
});
