import { DAY_MS, dayOf, instantOf, timeOfDayMs, wallTimeAt } from './wall-time.ts';

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * What somebody means by `23:30` (the next time that a clock in `zone` shows that), `2026-12-01T23:30` (on that day, there), or a whole ISO 8601 time with its own zone; undefined for
 * anything else.
 */
export function momentOf(text: string, { now, zone }: { now: Date; zone: string }): Date | undefined {
  if (TIME_OF_DAY.test(text)) {
    const today = instantOf(dayOf(wallTimeAt(now.getTime(), zone)) + timeOfDayMs(text), zone);
    if (today >= now.getTime()) return new Date(today);
    return new Date(instantOf(dayOf(wallTimeAt(now.getTime(), zone)) + DAY_MS + timeOfDayMs(text), zone));
  }
  const [, date, time] = DATE_AND_TIME.exec(text) ?? [];
  if (date !== undefined && time !== undefined) {
    const wall = Date.parse(`${date}T${time}:00Z`);
    // 31 February is no day.
    const isDay = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(date);
    return isDay ? new Date(instantOf(wall, zone)) : undefined;
  }
  if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : new Date(instant);
}
