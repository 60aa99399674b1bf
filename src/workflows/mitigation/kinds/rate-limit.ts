import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { worded } from '../../../languages/worded.ts';
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
  unit: worded(({ mitigationKinds }) => mitigationKinds.requestss),
  label: worded(({ mitigationKinds }) => mitigationKinds.requestsLetThrough),
  undo: worded(({ mitigationKinds }) => mitigationKinds.limitIsSetBackToWhatItWas),
  parameters: ({ spec }) => [
    numberParameter(
      worded(({ mitigationKinds }) => mitigationKinds.requestsPerSecond),
      spec.limits,
      worded(({ mitigationKinds }) => mitigationKinds.noLimit),
    ),
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
    throw new UserError(
      'no_default',
      worded(({ mitigationKinds }) => mitigationKinds.itIsNotKnownHowManyRequestsComeInAtThe),
    );
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
  return worded(({ mitigationKinds }) => mitigationKinds.aboutRequestsASecondComeInNowSoALimit(now, to));
}
