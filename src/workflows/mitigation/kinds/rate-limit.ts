import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { PlanRequest } from './mitigation.ts';
import { presentValue } from './present-value.ts';
import { chosenNumber, numberParameter, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** The limit that is offered, in requests per second. */
  rate: z.number().positive().optional(),
  /** Otherwise this share of what this signal says is offered. */
  rateSignal: z.string().optional(),
  share: z.number().positive().max(1).default(0.7),
});

type Settings = z.infer<typeof settings>;

/** I1: the API takes so many requests a second, and asks whoever is over to come back later. 0 is no limit. */
export const rateLimit = turnDials<Settings>({
  name: 'rate-limit',
  targets: ['http', 'redis', 'kubernetes', 'command'],
  settings,
  unit: { en: 'requests/s', ko: '요청/초' },
  label: { en: 'Requests let through', ko: '통과시키는 요청' },
  undo: { en: 'The limit is set back to what it was.', ko: '제한을 이전 값으로 되돌립니다.' },
  parameters: ({ spec }) => [
    numberParameter({ en: 'Requests per second', ko: '초당 요청 수' }, spec.limits, { en: '0: no limit', ko: '0: 제한 없음' }),
  ],
  async turn(request) {
    const { chosen, settings: wanted, runtime } = request;
    const rate = wanted.rateSignal === undefined ? undefined : await presentValue(runtime, wanted.rateSignal);
    const to = chosenNumber(chosen, { whole: false }) ?? offered(request, rate);
    return { to, warnings: to > 0 && rate !== undefined && to >= rate ? [pointless(to, rate)] : [] };
  },
});

function offered({ settings: { rate, share }, spec: { limits } }: PlanRequest<Settings>, present: number | undefined): number {
  if (rate !== undefined) return rate;
  if (present === undefined || present <= 0) {
    throw new UserError('no_default', {
      en: 'It is not known how many requests come in at the moment: say how many per second to let through.',
      ko: '지금 요청이 얼마나 들어오는지 알 수 없습니다. 초당 몇 건을 통과시킬지 적어 주세요.',
    });
  }
  const { min = 1, max = Number.POSITIVE_INFINITY } = limits;
  return Math.min(max, Math.max(min, rounded(present * share)));
}

/** Two digits: a rate wobbles, and the plan that somebody saw a moment ago must still be the same. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(rate < 10 ? 1 : 2));
}

function pointless(to: number, rate: number): Bilingual {
  const now = Math.round(rate);
  return {
    en: `About ${now} requests a second come in now, so a limit of ${to} turns nobody away.`,
    ko: `현재 초당 약 ${now}건이 들어오므로 ${to} 제한은 아무도 막지 않습니다.`,
  };
}
