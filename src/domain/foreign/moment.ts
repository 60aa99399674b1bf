import { instantOf } from '../oncall/wall-time.ts';
import { own } from '../text/own.ts';

/** Longer than any way to write a time. */
const TEXT_MAX = 64;
/** Outside of these nothing begins: what senders write there (year 1, 1970) means that they do not know. */
const [EARLIEST, LATEST] = [Date.UTC(2000, 0, 1), Date.UTC(2200, 0, 1)];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Those of RFC 2822 (4.3), and a few more that mean one thing only; hours from UTC. */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  cet: 1,
  cest: 2,
  kst: 9,
  jst: 9,
};

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?:\s?(?<half>[ap])\.?m\.?)?`;
const ZONE = String.raw`\s?(?:(?:utc|gmt)?(?<sign>[+-])(?<off>\d{2}):?(?<offMinute>\d{2})?|(?<name>[a-z]{1,4})(?![a-z]))`;
/** The ways in which times are written, each from its beginning; what follows is passed over (`KST` behind an offset, Go's `m=+0.1`). */
const FORMS: readonly RegExp[] = [
  String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:(?:\s?t|,?\s+)\s*${CLOCK}(?:${ZONE})?)?(?![\d:])`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})t(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?(?:${ZONE})?(?![\d:])`,
  String.raw`(?:[a-z]{3,9},?\s+)?(?<day>\d{1,2})[\s-](?<monthName>[a-z]{3})[a-z]{0,6}[\s-](?<year>\d{4}),?\s+${CLOCK}(?:${ZONE})?(?![\d:])`,
  String.raw`(?:[a-z]{3,9},?\s+)?(?<monthName>[a-z]{3})[a-z]{0,6}\s+(?<day>\d{1,2}),?\s+(?<year>\d{4}),?\s+${CLOCK}(?:${ZONE})?(?![\d:])`,
  String.raw`(?:[a-z]{3,9},?\s+)?(?<monthName>[a-z]{3})[a-z]{0,6}\s+(?<day>\d{1,2})\s+${CLOCK}(?:${ZONE})?\s+(?<year>\d{4})(?![\d:])`,
].map((form) => new RegExp(`^${form}`, 'i'));

/**
 * A time as a program of somebody else writes it: ISO 8601, RFC 2822, what C and Go print, or a number since 1970 in seconds, milli-, micro- or
 * nanoseconds. Without a zone of its own it is by the clock of `zone`, never by this machine's. Undefined when it is none.
 */
export function momentOf(value: unknown, zone: string): Date | undefined {
  const ms = typeof value === 'number' ? sinceEpoch(value) : typeof value === 'string' ? writtenMs(value.trim(), zone) : undefined;
  return ms === undefined || !(ms >= EARLIEST && ms < LATEST) ? undefined : new Date(ms);
}

function writtenMs(text: string, zone: string): number | undefined {
  if (text.length > TEXT_MAX) return undefined;
  if (/^\d{9,20}(\.\d{1,9})?$/.test(text)) return sinceEpoch(Number(text));
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts) return instantIn(parts, zone);
  }
  return undefined;
}

function sinceEpoch(amount: number): number {
  const size = Math.abs(amount);
  return Math.round(size < 1e11 ? amount * 1_000 : size < 1e14 ? amount : size < 1e17 ? amount / 1_000 : amount / 1_000_000);
}

function instantIn(parts: Readonly<Record<string, string | undefined>>, zone: string): number | undefined {
  const { year, month, monthName, day, hour = '0', minute = '0', second = '0', fraction = '', half } = parts;
  const monthIndex = monthName === undefined ? Number(month) - 1 : MONTHS.indexOf(monthName.toLowerCase());
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const wall = Date.UTC(
    Number(year),
    monthIndex,
    Number(day),
    hours,
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  );
  const read = new Date(wall);
  const exists =
    read.getUTCMonth() === monthIndex && read.getUTCDate() === Number(day) && hours < 24 && Number(minute) < 60 && Number(second) < 61;
  if (monthIndex < 0 || !exists) return undefined;
  const offset = offsetOf(parts);
  if (offset === 'unknown') return undefined;
  return offset === undefined ? instantOf(wall, zone) : wall - offset;
}

/** Milliseconds from UTC; undefined when no zone is written, `unknown` when nobody can know which one is meant. */
function offsetOf({ sign, off, offMinute = '0', name }: Readonly<Record<string, string | undefined>>): number | undefined | 'unknown' {
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(off) * 60 + Number(offMinute)) * 60_000;
  if (name === undefined) return undefined;
  const hours = own(ZONES, name.toLowerCase());
  return hours === undefined ? 'unknown' : hours * 3_600_000;
}
