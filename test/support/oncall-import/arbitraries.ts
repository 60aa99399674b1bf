import fc from 'fast-check';
import { DateTime } from 'luxon';

/** Zones with and without changes of clocks, on both halves of the earth, and one whose clocks change by half an hour. */
export const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Seoul', 'Australia/Lord_Howe', 'America/Santiago', 'UTC');

/**
 * A moment of 2026 from `from` on that is more than three hours from any change of clocks: what products do with turns and windows that end in an hour which is skipped or comes
 * twice is written nowhere.
 */
export function calmMoments(zone: string, from: Date, days = 300): fc.Arbitrary<Date> {
  return fc
    .integer({ min: 0, max: days * 48 })
    .map((halves) => new Date(from.getTime() + halves * 1_800_000 + 60_000))
    .filter((at) => {
      const offset = (hours: number) => DateTime.fromMillis(at.getTime() + hours * 3_600_000, { zone }).offset;
      return offset(-3) === offset(0) && offset(3) === offset(0);
    });
}
