import { type Attendee, planRetro, type RetroQuestion } from '../../../src/domain/review/plan-retro.ts';
import { restAfterNight } from '../../../src/domain/review/rest-after-night.ts';

const HOUR = 3_600_000;
const OFFICE = { from: '10:00', to: '19:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] } satisfies RetroQuestion['workingHours'];

const seoul = (user: string, more: Partial<Attendee> = {}): Attendee => ({ user, zone: 'Asia/Seoul', workingHours: OFFICE, ...more });
const berlin = (user: string): Attendee => ({ user, zone: 'Europe/Berlin', workingHours: { ...OFFICE, from: '08:00', to: '17:00' } });
const at = (local: string) => new Date(`${local}+09:00`);
const span = (from: string, to: string) => ({ from: at(from), to: at(to) });

/** In Seoul's time: when it is, and who cannot come. */
function plan(resolvedAt: string, attendees: readonly Attendee[]): string {
  const question = { zone: 'Asia/Seoul', workingHours: OFFICE, withinMs: 24 * HOUR, durationMs: HOUR, noticeMs: 2 * HOUR };
  const { startsAt, withinDeadline, absent } = planRetro({ ...question, resolvedAt: at(resolvedAt), attendees });
  const local = new Date(startsAt.getTime() + 9 * HOUR).toISOString().slice(0, 16);
  return [local, withinDeadline ? 'in time' : 'late', ...absent.map(({ user, because }) => `${user}: ${because}`)].join(', ');
}

describe('the retrospective is at a time', () => {
  it('inside the hours of two zones', () => {
    expect(plan('2026-03-03T11:00', [seoul('minji'), berlin('jonas')])).toBe('2026-03-03T16:00, in time');
  });

  it('after the rest of whoever was woken', () => {
    expect(plan('2026-03-03T04:00', [seoul('minji', { restsUntil: at('2026-03-03T13:10') }), seoul('sora')])).toBe(
      '2026-03-03T13:30, in time',
    );
  });

  it('at which nobody is busy, also where the first calendar is full', () => {
    const minji = seoul('minji', { busy: [span('2026-03-03T15:00', '2026-03-03T18:30')] });
    const sora = seoul('sora', { busy: [span('2026-03-04T10:00', '2026-03-04T11:00')] });
    expect(plan('2026-03-03T13:00', [minji, sora])).toBe('2026-03-04T11:00, in time');
  });

  it('in the shorter notice rather than without somebody', () => {
    const minji = seoul('minji', { busy: [span('2026-03-03T15:00', '2026-03-04T19:00')] });
    expect(plan('2026-03-03T13:00', [minji, seoul('sora')])).toBe('2026-03-03T14:00, in time');
  });

  it('at which most can, and says who cannot and why', () => {
    const away = seoul('minji', { busy: [span('2026-03-03T00:00', '2026-03-05T00:00')] });
    expect(plan('2026-03-03T13:00', [away, seoul('sora'), berlin('jonas')])).toBe('2026-03-03T16:00, in time, minji: busy');
  });

  it('later, when not even half of them can before', () => {
    const away = (user: string) => seoul(user, { busy: [span('2026-03-03T00:00', '2026-03-05T12:10')] });
    expect(plan('2026-03-03T13:00', [away('minji'), away('sora'), seoul('dohyun')])).toBe('2026-03-05T12:30, late');
  });

  it('at which most can, when there is none for everybody within two weeks', () => {
    const night = seoul('minji', { workingHours: { ...OFFICE, from: '20:00', to: '23:00' } });
    expect(plan('2026-03-03T13:00', [night, seoul('sora')])).toBe('2026-03-03T15:00, in time, minji: hours');
  });
});

describe('whoever was woken rests', () => {
  const rest = (wokenAt: string[], recoveredAt: string, zone = 'Asia/Seoul') =>
    restAfterNight({ wokenAt: wokenAt.map(at), zone, recoveredAt: at(recoveredAt), restMs: 9 * HOUR })?.toISOString();

  it.each([
    ['from recovery on', ['2026-03-03T03:00'], '2026-03-03T04:10', '2026-03-03T13:10'],
    ['from the morning on, when it went on into the day', ['2026-03-03T03:00'], '2026-03-03T11:00', '2026-03-03T16:00'],
    ['after the last night of several', ['2026-03-02T23:00', '2026-03-03T22:00'], '2026-03-03T23:30', '2026-03-04T08:30'],
    ['from when they took it, if that was after recovery', ['2026-03-03T05:00'], '2026-03-03T04:00', '2026-03-03T14:00'],
  ])('%s', (_, wokenAt, recoveredAt, until) => {
    expect(rest(wokenAt, recoveredAt)).toBe(at(until).toISOString());
  });

  it('in the night of their own zone, and not by day', () => {
    expect(rest(['2026-03-03T07:00', '2026-03-03T21:59'], '2026-03-03T23:00')).toBeUndefined();
    // 11:00 in Seoul is 03:00 in Berlin.
    expect(rest(['2026-03-03T11:00'], '2026-03-03T12:00', 'Europe/Berlin')).toBe(at('2026-03-03T21:00').toISOString());
  });
});
