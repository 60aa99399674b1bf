import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { worded } from '../../../languages/worded.ts';
import type { PlanRequest } from './mitigation.ts';
import { postPublicly } from './post-publicly.ts';

const MINUTES_MAX = 240;
const settings = z.strictObject({
  waitMinutes: z.int().min(1).max(MINUTES_MAX).default(10).describe('How long people are asked to wait when nobody chooses.'),
  retryAfterSeconds: z
    .int()
    .min(5)
    .max(MINUTES_MAX * 60)
    .optional()
    .describe('How soon front ends ask again, at the earliest; as long as people are asked to wait when absent.'),
});
type Settings = z.output<typeof settings>;

/** P3: asks people to come back later, each front end at a moment of its own, so that they do not all come at once. */
export const spreadTraffic = postPublicly<Settings>({
  name: 'spread-traffic',
  kind: 'spread',
  settings,
  parameters: ({ spec }) => [
    {
      key: 'waitMinutes',
      title: worded(({ mitigationKinds }) => mitigationKinds.waitMinutes),
      kind: 'number',
      ...range(spec.limits),
      optional: true,
    },
  ],
  wait: (request) => ({ waitMinutes: minutesChosen(request) }),
  retryAfterMs: ({ retryAfterSeconds }, waitMinutes = 0) => 1_000 * (retryAfterSeconds ?? 60 * waitMinutes),
});

function minutesChosen({ chosen, settings: { waitMinutes }, spec }: PlanRequest<Settings>): number {
  const { waitMinutes: given } = chosen;
  const minutes = given === undefined || given === null || given === '' ? waitMinutes : Number(given);
  const { min, max } = range(spec.limits);
  if (Number.isInteger(minutes) && minutes >= min && minutes <= max) return minutes;
  throw new UserError(
    'wait_out_of_range',
    worded(({ mitigationKinds }) => mitigationKinds.isNotATimeToWait(given ?? waitMinutes, min, max)),
  );
}

function range({ min = 1, max = MINUTES_MAX }: { min?: number | undefined; max?: number | undefined }): { min: number; max: number } {
  return { min: Math.max(1, Math.ceil(min)), max: Math.min(MINUTES_MAX, Math.floor(max)) };
}
