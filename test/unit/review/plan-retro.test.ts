import fc from 'fast-check';
import { planRetro, type RetroQuestion } from '../../../src/domain/review/plan-retro.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const MINUTE = 60_000;
/** How closely the wall's calendar is looked at; everything in the questions is a multiple of it. */
const STEP = 5 * MINUTE;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OFFICE = { from: '10:00', to: '19:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] } satisfies RetroQuestion['workingHours'];

function inSeoul(resolvedAt: string, more: Partial<RetroQuestion> = {}) {
  const question = { zone: 'Asia/Seoul', workingHours: OFFICE, withinMs: DAY, durationMs: HOUR, noticeMs: 2 * HOUR, ...more };
  const plan = planRetro({ ...question, resolvedAt: new Date(`${resolvedAt}+09:00`) });
  const local = (at: Date) => new Date(at.getTime() + 9 * HOUR).toISOString().slice(0, 16);
  return `${local(plan.startsAt)} – ${local(plan.endsAt).slice(11)} ${plan.withinDeadline ? 'in time' : plan.reason}`;
}

describe('the retrospective is planned', () => {
  it.each([
    ['in the middle of a working day, after the notice', '2026-03-03T14:10', '2026-03-03T16:30 – 17:30 in time'],
    ['at night, for the first slot of the morning', '2026-03-03T03:00', '2026-03-03T10:00 – 11:00 in time'],
    ['late in the day, for the next morning', '2026-03-03T17:30', '2026-03-04T10:00 – 11:00 in time'],
    ['on Friday noon, the same day', '2026-03-06T12:00', '2026-03-06T14:00 – 15:00 in time'],
    ['on Friday at 17:20 with less notice, since the weekend follows', '2026-03-06T17:20', '2026-03-06T18:00 – 19:00 in time'],
    ['on Friday at 18:01, when no working hour is left, on Monday', '2026-03-06T18:01', '2026-03-09T10:00 – 11:00 no-working-hour'],
    ['on Saturday, on Monday', '2026-03-07T12:00', '2026-03-09T10:00 – 11:00 no-working-hour'],
    ['on Sunday at 11:00, when Monday’s first hour ends just in time', '2026-03-08T11:00', '2026-03-09T10:00 – 11:00 in time'],
    ['on Sunday at 10:59, a minute too early for that', '2026-03-08T10:59', '2026-03-09T10:00 – 11:00 no-working-hour'],
  ])('%s', (_, resolvedAt, expected) => {
    expect(inSeoul(resolvedAt)).toBe(expected);
  });

  it('off the round times when only so the meeting lies inside the deadline', () => {
    expect(inSeoul('2026-03-06T17:45', { workingHours: { ...OFFICE, to: '18:50' } })).toBe('2026-03-06T17:50 – 18:50 in time');
  });

  it('shorter when the working day is shorter than the meeting', () => {
    expect(inSeoul('2026-03-03T03:00', { workingHours: { ...OFFICE, to: '10:20' } })).toBe('2026-03-03T10:00 – 10:20 in time');
  });

  it('in a rehearsal whose day lasts minutes', () => {
    const plan = planRetro({
      resolvedAt: new Date('2026-03-03T05:00:00.000Z'),
      zone: 'Asia/Seoul',
      workingHours: OFFICE,
      withinMs: DAY / 600,
      durationMs: HOUR / 600,
      noticeMs: (2 * HOUR) / 600,
    });
    expect(plan).toEqual({
      startsAt: new Date('2026-03-03T05:00:12.000Z'),
      endsAt: new Date('2026-03-03T05:00:18.000Z'),
      withinDeadline: true,
      absent: [],
    });
  });

  it('by the wall clock across a change of the clocks', () => {
    const spring = (resolvedAt: string) =>
      planRetro({
        resolvedAt: new Date(resolvedAt),
        zone: 'Europe/Berlin',
        workingHours: { ...OFFICE, days: ['sat', 'sun'] },
        withinMs: DAY,
        durationMs: HOUR,
        noticeMs: 0,
      }).startsAt.toISOString();
    expect(spring('2026-03-28T18:30:00Z')).toBe('2026-03-29T08:00:00.000Z');
    expect(spring('2026-10-24T18:30:00Z')).toBe('2026-10-25T09:00:00.000Z');
  });
});

/** Working time as a calendar on the wall says it, without the library that plans. */
function wall(zone: string, { workingHours }: Pick<RetroQuestion, 'workingHours'>): (at: number) => boolean {
  const clocks = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const [, day = '', time = ''] = /^(\w+)\W+(\d\d:\d\d)$/.exec(clocks.format(at)) ?? [];
    return (workingHours.days as string[]).includes(day.toLowerCase()) && time >= workingHours.from && time < workingHours.to;
  };
}

const zones = fc.constantFrom('Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC');
const hours = fc
  .record({
    from: fc.integer({ min: 0, max: 21 }),
    length: fc.integer({ min: 2, max: 12 }),
    days: fc.uniqueArray(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), { minLength: 1 }),
  })
  .map(
    ({ from, length, days }) =>
      ({ from: clock(from), to: from + length > 23 ? '23:55' : clock(from + length), days }) as RetroQuestion['workingHours'],
  );
const questions: fc.Arbitrary<RetroQuestion> = fc.record({
  // A year with both changes of the clocks; many of them near one.
  resolvedAt: fc
    .oneof(
      fc.integer({ min: 0, max: 365 * 288 }).map((steps) => Date.UTC(2026, 0, 1) + steps * STEP),
      fc
        .tuple(fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05'), fc.integer({ min: -576, max: 288 }))
        .map(([day, steps]) => Date.parse(day) + steps * STEP),
    )
    .map((ms) => new Date(ms)),
  zone: zones,
  workingHours: hours,
  withinMs: fc.constantFrom(DAY, 4 * HOUR, 2 * DAY),
  durationMs: fc.constantFrom(HOUR, 30 * MINUTE),
  noticeMs: fc.constantFrom(0, 2 * HOUR),
});

describe('whenever an incident is resolved', () => {
  it('the meeting lies in working hours, after recovery, and inside the deadline exactly when there is room', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const works = wall(question.zone, question);
        const from = question.resolvedAt.getTime();
        const plan = planRetro(question);
        const [start, end] = [plan.startsAt.getTime(), plan.endsAt.getTime()];

        expect(end - start).toBe(question.durationMs);
        expect(start).toBeGreaterThanOrEqual(from);
        for (let at = start; at < end; at += STEP) if (!works(at)) throw new Error(`nobody works at ${new Date(at).toISOString()}`);
        expect(plan.withinDeadline).toBe(end <= from + question.withinMs);
        expect(plan.reason === undefined).toBe(plan.withinDeadline);

        let run = 0;
        let room = false;
        for (let at = from; at < from + question.withinMs && !room; at += STEP) {
          run = works(at) ? run + STEP : 0;
          room = run >= question.durationMs;
        }
        expect(plan.withinDeadline).toBe(room);
        if (!room) {
          // Then it is in the first working slot: nothing of that length lies between the deadline and it, save the notice and a round start.
          run = 0;
          for (let at = from + question.noticeMs; at < start - question.durationMs / 2; at += STEP) {
            run = works(at) ? run + STEP : 0;
            if (run >= question.durationMs) throw new Error(`there was room at ${new Date(at).toISOString()}`);
          }
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 150) },
    );
  });
});

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
