import { z } from 'zod';
import { calendarDate, moment, personKey, timeOfDay, weekdays, zoneName } from './schema-parts.ts';

/** In the order in which a page falls from one to the next. */
export const ONCALL_LEVELS = ['L1', 'L2', 'operations'] as const;

/** How long one turn lasts, on the wall clock: a turn of one day ends at the same time of day, also when that day has 23 or 25 hours. */
export interface Rotation {
  days: number;
  hours: number;
}

const rotation = z
  .string()
  .meta({ pattern: '^(daily|weekly|[1-9]\\d{0,2}[hdw])$', description: 'daily, weekly, or a length such as 12h, 3d, 2w.' })
  .transform((text, context): Rotation => {
    if (text === 'daily') return { days: 1, hours: 0 };
    if (text === 'weekly') return { days: 7, hours: 0 };
    const [, amount, unit] = /^([1-9]\d{0,2})([hdw])$/.exec(text) ?? [];
    if (unit === 'h') return { days: 0, hours: Number(amount) };
    if (unit !== undefined) return { days: Number(amount) * (unit === 'w' ? 7 : 1), hours: 0 };
    context.addIssue({
      code: 'custom',
      message: 'is not a rotation: write daily, weekly, or a length such as 12h, 3d or 2w',
    });
    return z.NEVER;
  });

const layer = z.strictObject({
  name: z.string().min(1).max(40).describe('As holidays and `oncall` call it.'),
  people: z.array(personKey).min(1).describe('In the order of their turns.'),
  rotate: rotation.describe('How long a turn lasts: daily, weekly, or a length such as 12h, 3d, 2w.'),
  start: calendarDate.describe('The day of the first turn; a weekly rotation hands over on its weekday. Nobody serves before it.'),
  handover: timeOfDay('09:00').default('09:00').describe('Wall time at which a turn ends.'),
  end: moment
    .optional()
    .describe('Nobody of it serves from then on; with its offset from UTC, such as 2026-03-03T22:00+09:00. It never ends when absent.'),
  only: z
    .strictObject({
      days: weekdays.optional().describe('Days on which it serves; every day when absent.'),
      from: timeOfDay('09:00').optional().describe('Wall time at which it begins; the whole day without from and to.'),
      to: timeOfDay('18:00').optional().describe('Earlier than from: the next morning.'),
    })
    .optional()
    .describe('Serves at these times only; outside of them the layer before it does.'),
});

const holiday = z.strictObject({
  from: calendarDate.describe('First day.'),
  to: calendarDate.optional().describe('Last day; the same day when absent.'),
  people: z.array(personKey).min(1).optional().describe('They do not serve: the next person of the layer does.'),
  layers: z.array(z.string()).min(1).optional().describe('They do not serve: the layer before them does.'),
});

const planned = z.strictObject({
  person: personKey.describe('Who serves.'),
  from: moment.describe('With its offset from UTC, such as 2026-03-03T22:00+09:00.'),
  to: moment.describe('Not part of it any more.'),
  layers: z.array(z.string()).min(1).optional().describe('In these layers only, where they serve; whatever the layers say when absent.'),
});

const schedule = z.strictObject({
  zone: zoneName.optional().describe("Zone of all its times; the team's when absent."),
  layers: z
    .array(layer)
    .default([])
    .describe('A later layer goes before an earlier one where it serves. May be left out where overrides say everything.'),
  holidays: z.array(holiday).default([]).describe('Days on which somebody, or a layer, does not serve.'),
  overrides: z
    .array(planned)
    .default([])
    .describe(
      'Who serves for a while whatever the layers say; of two at once the later in the list. `/incident override` goes before them.',
    ),
});

const userGroup = z.string().regex(/^S[A-Z0-9]+$/, 'is not a Slack user group id: it starts with S, such as S012AB3CD');

const source = z.union([
  z.array(personKey).min(1),
  z.strictObject({
    schedule: schedule.optional().describe('People who take turns; either this or userGroup.'),
    userGroup: userGroup.optional().describe('Id of a Slack user group, whose members are paged in turn; either this or schedule.'),
  }),
]);

/** Who is paged at each level: people in a fixed order, a schedule, or a Slack user group. */
export const oncallSchema = z.strictObject({
  L1: source.describe('Paged first.'),
  L2: source.describe('Paged when it lasts.'),
  operations: source.describe('The whole team.'),
});

export type OncallSource = z.output<typeof source>;
export type ScheduleSpec = z.output<typeof schedule>;
export type LayerSpec = z.output<typeof layer>;
export type HolidaySpec = z.output<typeof holiday>;
